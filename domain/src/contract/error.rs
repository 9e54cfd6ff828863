//! Why an event is rejected.
use crate::decimal::DecimalError;
use std::fmt;

/// The complete list of reasons for rejecting an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The event is not JSON.
    InvalidJson,
    /// A required field is absent or null.
    Missing,
    /// A field has another JSON type than expected.
    WrongType,
    /// A text is empty.
    Empty,
    /// A text is longer than allowed.
    TooLong,
    /// A text contains control characters.
    ControlCharacter,
    /// A text has an escape sequence that is not a character.
    InvalidText,
    /// A field occurs twice in its object.
    DuplicateField,
    /// A time is not RFC 3339.
    InvalidTime,
    /// A time is more than 24 hours ahead.
    InFuture,
    /// A time is before what retention keeps.
    TooOld,
    /// There is no such event type.
    UnknownEventType,
    /// The word is not one of the field's values.
    UnknownValue,
    /// A number is negative or too large.
    OutOfRange,
    /// A number has a fraction.
    NotWhole,
    /// The payload is larger than allowed.
    TooLarge,
    /// The payload is nested deeper than allowed.
    TooDeep,
    /// The key may not write to this organization.
    Forbidden,
    /// The organization would exceed the maximum number of organizations.
    TooManyOrganizations,
}

impl Code {
    /// All codes.
    pub const ALL: &'static [Self] = &[
        Self::InvalidJson,
        Self::Missing,
        Self::WrongType,
        Self::Empty,
        Self::TooLong,
        Self::ControlCharacter,
        Self::InvalidText,
        Self::DuplicateField,
        Self::InvalidTime,
        Self::InFuture,
        Self::TooOld,
        Self::UnknownEventType,
        Self::UnknownValue,
        Self::OutOfRange,
        Self::NotWhole,
        Self::TooLarge,
        Self::TooDeep,
        Self::Forbidden,
        Self::TooManyOrganizations,
    ];

    /// The code as it appears in responses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidJson => "INVALID_JSON",
            Self::Missing => "MISSING",
            Self::WrongType => "WRONG_TYPE",
            Self::Empty => "EMPTY",
            Self::TooLong => "TOO_LONG",
            Self::ControlCharacter => "CONTROL_CHARACTER",
            Self::InvalidText => "INVALID_TEXT",
            Self::DuplicateField => "DUPLICATE_FIELD",
            Self::InvalidTime => "INVALID_TIME",
            Self::InFuture => "IN_FUTURE",
            Self::TooOld => "TOO_OLD",
            Self::UnknownEventType => "UNKNOWN_EVENT_TYPE",
            Self::UnknownValue => "UNKNOWN_VALUE",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::NotWhole => "NOT_WHOLE",
            Self::TooLarge => "TOO_LARGE",
            Self::TooDeep => "TOO_DEEP",
            Self::Forbidden => "FORBIDDEN",
            Self::TooManyOrganizations => "TOO_MANY_ORGANIZATIONS",
        }
    }
}

/// An invalid field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Its path, such as `payload.artifacts.files[0].path`; empty if the whole event is invalid.
    pub path: String,
    /// Why it is rejected.
    pub code: Code,
    /// What was expected.
    pub message: String,
}

impl FieldError {
    /// The error for the field at `path`.
    pub fn new(path: impl Into<String>, code: Code, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }

    /// The error for a number.
    #[must_use]
    pub fn number(path: &str, error: DecimalError, expected: &str) -> Self {
        let code = match error {
            DecimalError::Malformed => Code::WrongType,
            DecimalError::Negative | DecimalError::TooLarge => Code::OutOfRange,
            DecimalError::NotWhole => Code::NotWhole,
        };
        Self::new(path, code, format!("expected {expected}"))
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "{}: {}", self.code.as_str(), self.message)
        } else {
            write!(f, "{}: {}: {}", self.path, self.code.as_str(), self.message)
        }
    }
}

impl std::error::Error for FieldError {}
