//! OpenCode: the endpoint turns telemetry on, and its configuration adds the spans that tell about model calls.
use crate::environment::{Environment, Values};
use crate::{Form, Lines, Target, file};
use serde_json::json;

pub(crate) fn lines(form: Form, target: &Target<'_>) -> Lines {
    let place = match form {
        Form::Shell | Form::Settings => "~/.config/opencode/opencode.json",
        Form::Container => "~/.config/opencode/opencode.json, in the container",
        Form::Managed => "~/.config/opencode/opencode.json, of every person",
    };
    // It takes the value of a header as it stands.
    let variables =
        Environment::default().endpoint(target).key(target, Values::Plain).attributes(target, form, Values::Encoded);
    let spans = file::json(place, &json!({ "experimental": { "openTelemetry": true } }));
    Lines::new([spans], &variables, form)
        .note("The agent loses its last spans when it exits, so the newest run of a session may stay open.")
        .note_if(!target.prompts, "The agent sends prompts and answers in its spans, whether wanted or not.")
}
