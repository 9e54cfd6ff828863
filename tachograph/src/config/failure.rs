//! Errors about invalid values, with their source and what was expected.
use crate::config::{Setting, Sources, settings};
use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// Adds to an error about a value where it came from and what was expected.
pub(crate) fn explain(mut error: Error, cli: &Command, sources: &Sources) -> Error {
    let about_values = [ErrorKind::InvalidValue, ErrorKind::ValueValidation];
    if about_values.contains(&error.kind())
        && let Some(setting) = wrong(&error, &settings(cli))
    {
        let (key, source, expected, help) = (setting.key(), sources.of(&setting), setting.expected(), setting.help());
        let line = format!("the value of `{key}` comes from {source}; expected {expected}: {help}");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![line.into()]));
    }
    error
}

/// The setting that an error is about.
fn wrong(error: &Error, settings: &[Setting]) -> Option<Setting> {
    let name = match error.get(ContextKind::InvalidArg)? {
        ContextValue::String(name) => name.as_str(),
        ContextValue::Strings(names) => names.first()?.as_str(),
        _ => return None,
    };
    let key = name.trim_start_matches("--").split([' ', '=']).next()?;
    settings.iter().find(|setting| setting.key() == key).cloned()
}
