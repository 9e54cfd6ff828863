//! Single values of an event.
use super::{Code, FieldError};
use crate::NanoUsd;
use crate::decimal::{self, Beyond};
use crate::ids::MAX_ID_CHARS;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A text of any length and content.
///
/// # Errors
/// When the value is not a text, or has an escape sequence that is not a character.
pub fn text<'a>(raw: &'a RawValue, path: &str) -> Result<Cow<'a, str>, FieldError> {
    let json = raw.get();
    if !json.starts_with('"') {
        return Err(FieldError::new(path, Code::WrongType, "expected a string"));
    }
    let inner = &json[1..json.len() - 1];
    if !inner.contains('\\') {
        return Ok(Cow::Borrowed(inner));
    }
    serde_json::from_str::<String>(json)
        .map(Cow::Owned)
        .map_err(|_| FieldError::new(path, Code::InvalidText, "expected valid escape sequences"))
}

/// A single-line text of 1 to `max` characters.
///
/// # Errors
/// When it is anything else.
pub fn line<'a>(raw: &'a RawValue, path: &str, max: usize) -> Result<Cow<'a, str>, FieldError> {
    let text = text(raw, path)?;
    check_line(&text, path, max)?;
    Ok(text)
}

/// Checks that a text is a single line of 1 to `max` characters.
///
/// # Errors
/// When it is anything else.
pub fn check_line(text: &str, path: &str, max: usize) -> Result<(), FieldError> {
    if text.is_empty() {
        return Err(FieldError::new(path, Code::Empty, "expected at least one character"));
    }
    // Characters are counted only if there are enough bytes for too many.
    if text.len() > max && text.chars().count() > max {
        return Err(FieldError::new(path, Code::TooLong, format!("expected at most {max} characters")));
    }
    if text.chars().any(is_unprintable) {
        return Err(FieldError::new(path, Code::ControlCharacter, "expected printable characters only"));
    }
    Ok(())
}

/// An identifier: a single line of at most 128 characters.
///
/// # Errors
/// When it is anything else.
pub fn id<'a>(raw: &'a RawValue, path: &str) -> Result<Cow<'a, str>, FieldError> {
    line(raw, path, MAX_ID_CHARS)
}

/// Control characters, and the two Unicode separators that also break lines.
fn is_unprintable(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// A whole number from 0 to `max`, in any JSON notation.
///
/// # Errors
/// When it is anything else.
pub fn whole(raw: &RawValue, path: &str, max: i64) -> Result<i64, FieldError> {
    decimal::parse(raw.get(), 0, max, Beyond::Refuse)
        .map_err(|error| FieldError::number(path, error, &format!("a whole number from 0 to {max}")))
}

/// true or false.
///
/// # Errors
/// When it is anything else.
pub fn flag(raw: &RawValue, path: &str) -> Result<bool, FieldError> {
    match raw.get() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(FieldError::new(path, Code::WrongType, "expected true or false")),
    }
}

/// An amount in USD, as a number or as a text with the same digits.
///
/// # Errors
/// When it is anything else, negative or above 1 000 000.
pub fn cost(raw: &RawValue, path: &str) -> Result<NanoUsd, FieldError> {
    const EXPECTED: &str = "a decimal amount in USD from 0 to 1000000, as a number or a string";
    let digits = if raw.get().starts_with('"') { text(raw, path)? } else { Cow::Borrowed(raw.get()) };
    NanoUsd::parse_usd(&digits).map_err(|error| FieldError::number(path, error, EXPECTED))
}

/// The nesting depth of objects and lists in a JSON text.
#[must_use]
pub fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
