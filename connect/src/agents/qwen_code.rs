//! Qwen Code: like Gemini CLI, except that it says nothing about itself: no person, no repository.
use super::gemini_cli::settings;
use crate::environment::{Environment, Values};
use crate::{Form, Lines, Target};

pub(crate) fn lines(form: Form, target: &Target<'_>) -> Lines {
    let place = match form {
        Form::Shell | Form::Settings => "~/.qwen/settings.json",
        Form::Container => "~/.qwen/settings.json, in the container",
        Form::Managed => "~/.qwen/settings.json, of every person",
    };
    let variables = Environment::default().key(target, Values::Encoded);
    Lines::new([settings(place, target)], &variables, form)
        .note("The agent ignores OTEL_RESOURCE_ATTRIBUTES: its sessions name no person and no repository.")
}
