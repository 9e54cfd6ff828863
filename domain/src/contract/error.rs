//! Why an event is refused.
use crate::decimal::DecimalError;
use std::fmt;

/// The closed list of reasons for refusing one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The event is no JSON.
    InvalidJson,
    /// A required field is absent or null.
    Missing,
    /// A field has another JSON type than expected.
    WrongType,
    /// A text has no characters.
    Empty,
    /// A text has more characters than allowed.
    TooLong,
    /// A text has characters that cannot be printed.
    ControlCharacter,
    /// A text has an escape that stands for no character.
    InvalidText,
    /// A field stands twice in its object.
    DuplicateField,
    /// A time is not RFC 3339.
    InvalidTime,
    /// A time lies more than 24 hours ahead.
    InFuture,
    /// A time lies before what retention keeps.
    TooOld,
    /// There is no such type of event.
    UnknownEventType,
    /// The word is none of those that the field admits.
    UnknownValue,
    /// A number is negative or too large.
    OutOfRange,
    /// A number has a fraction.
    NotWhole,
    /// The payload has more bytes than allowed.
    TooLarge,
    /// The payload is nested deeper than allowed.
    TooDeep,
    /// The key may not write to this organization.
    Forbidden,
    /// The organization would be one too many.
    TooManyOrganizations,
}

impl Code {
    /// Every code.
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

    /// The code as it is answered.
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

/// One refused field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where it stands, such as `payload.artifacts.files[0].path`; empty: the whole event.
    pub path: String,
    /// Why it is refused.
    pub code: Code,
    /// What was expected.
    pub message: String,
}

impl FieldError {
    /// A refusal of the field at `path`.
    pub fn new(path: impl Into<String>, code: Code, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }

    /// A refusal of a number.
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
