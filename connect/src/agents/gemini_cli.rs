//! Gemini CLI: its settings file turns telemetry on and names the endpoint; the key is a variable.
use crate::environment::{Environment, Values};
use crate::{Form, Lines, Snippet, Target, file};
use serde_json::json;

pub(crate) fn lines(form: Form, target: &Target<'_>) -> Lines {
    let place = match form {
        Form::Shell | Form::Settings => "~/.gemini/settings.json",
        Form::Container => "~/.gemini/settings.json, in the container",
        Form::Managed => "/etc/gemini-cli/settings.json",
    };
    let variables = Environment::default().key(target, Values::Encoded).attributes(target, form, Values::Encoded);
    Lines::new([settings(place, target)], &variables, form)
}

/// The settings, which Qwen Code has as well.
pub(super) fn settings(place: &str, target: &Target<'_>) -> Snippet {
    let telemetry = json!({
        "enabled": true,
        "target": "local",
        "otlpEndpoint": target.url(),
        "otlpProtocol": "http",
        "logPrompts": target.prompts,
    });
    file::json(place, &json!({ "telemetry": telemetry }))
}
