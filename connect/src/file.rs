//! Settings files.
use crate::{Snippet, Syntax};
use serde_json::Value;

/// A JSON file, or the part of one that is needed.
pub(crate) fn json(place: &str, value: &Value) -> Snippet {
    // A value of texts, truth values and objects can always be written.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    Snippet { place: place.to_owned(), syntax: Syntax::Json, text: format!("{text}\n") }
}

/// Lines of a TOML file.
pub(crate) fn toml(place: &str, text: String) -> Snippet {
    Snippet { place: place.to_owned(), syntax: Syntax::Toml, text }
}

/// A text in TOML, in quotes. JSON escapes what TOML does not allow, in a way that TOML reads.
pub(crate) fn toml_text(text: &str) -> String {
    Value::from(text).to_string()
}
