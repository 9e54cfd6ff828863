//! Codex: its configuration file names the endpoint and the key; only what it says about itself is a variable.
use crate::environment::{Environment, Values};
use crate::file::{self, toml_text};
use crate::{Form, Lines, Target};

/// With it, the agent exports nothing, and does not say so.
const COMPRESSION: &str = "OTEL_EXPORTER_OTLP_COMPRESSION";

pub(crate) fn lines(form: Form, target: &Target<'_>) -> Lines {
    let place = match form {
        Form::Shell | Form::Settings => "~/.codex/config.toml",
        Form::Container => "~/.codex/config.toml, in the container",
        Form::Managed => "/etc/codex/managed_config.toml",
    };
    // It does not decode attributes.
    let variables = Environment::default().attributes(target, form, Values::Plain).without(COMPRESSION);
    Lines::new([file::toml(place, table(target))], &variables, form)
        .note("OTEL_EXPORTER_OTLP_COMPRESSION must not be gzip: the agent then sends nothing, and does not say so.")
        .note_if(
            form != Form::Container && !target.attributes(form).is_empty(),
            "The interactive agent leaves a process behind that keeps the variables it was started with. To change \
             them, end that process.",
        )
}

/// Only logs: its metrics name no session, and its traces take more than a megabyte for a small task.
fn table(target: &Target<'_>) -> String {
    let endpoint = toml_text(&target.signal("logs"));
    let key = toml_text(&format!("Bearer {}", target.key()));
    let prompts = target.prompts;
    format!(
        "[otel]\n\
         log_user_prompt = {prompts}\n\
         \n\
         [otel.exporter.otlp-http]\n\
         endpoint = {endpoint}\n\
         protocol = \"binary\"\n\
         headers = {{ \"Authorization\" = {key} }}\n"
    )
}
