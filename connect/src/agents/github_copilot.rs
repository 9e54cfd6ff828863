//! GitHub Copilot CLI: variables only. The endpoint alone turns telemetry on.
use crate::environment::{Environment, Values};
use crate::{Form, Lines, Target};

pub(crate) fn lines(form: Form, target: &Target<'_>) -> Lines {
    let variables = Environment::default()
        .endpoint(target)
        .key(target, Values::Encoded)
        .with_if(target.prompts, "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")
        .attributes(target, form, Values::Encoded);
    Lines::new([], &variables, form)
        .note_if(form == Form::Settings, "The agent reads these variables only; it has no settings file for them.")
        .note_if(
            target.prompts,
            "With what people type, the agent also sends what the model answers and what tools return.",
        )
}
