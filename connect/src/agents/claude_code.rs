//! Claude Code: variables only, which its settings files can set as well.
use crate::environment::{Environment, Values};
use crate::{Form, Lines, Target, file};
use serde_json::{Map, Value, json};

pub(crate) fn lines(form: Form, target: &Target<'_>) -> Lines {
    let variables = Environment::default()
        .with("CLAUDE_CODE_ENABLE_TELEMETRY", "1")
        // Runs, calls and tools come as logs; lines, commits and active time as metrics.
        .with("OTEL_LOGS_EXPORTER", "otlp")
        .with("OTEL_METRICS_EXPORTER", "otlp")
        .with("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        .endpoint(target)
        // It decodes attributes, but not headers.
        .key(target, Values::Plain)
        .with_if(target.prompts, "OTEL_LOG_USER_PROMPTS", "1")
        .attributes(target, form, Values::Encoded);
    let place = match form {
        Form::Settings => Some("~/.claude/settings.json"),
        Form::Managed => Some("/etc/claude-code/managed-settings.json"),
        Form::Shell | Form::Container => None,
    };
    let lines = match place {
        Some(place) => {
            let env: Map<String, Value> =
                variables.variables().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
            Lines::new([file::json(place, &json!({ "env": env }))], &Environment::default(), form)
        }
        None => Lines::new([], &variables, form),
    };
    lines
        .note_if(form == Form::Managed, "On macOS the file is /Library/Application Support/ClaudeCode/managed-settings.json.")
        .note_if(
            !target.prompts,
            "Without prompts, the note that a background agent has finished looks like a prompt and begins a run of its own.",
        )
}
