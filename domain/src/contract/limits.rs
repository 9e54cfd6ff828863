//! The maximum sizes of the parts of an event.
use crate::MAX_WHOLE;

/// Limits set by the operator; events stored under more permissive limits stay readable.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The maximum length of texts other than identifiers and messages, in characters.
    pub field_chars: usize,
    /// The maximum size of a payload, in bytes.
    pub payload_bytes: usize,
    /// The maximum nesting depth of a payload.
    pub depth: usize,
    /// The maximum of each kind of number.
    pub ranges: Ranges,
}

/// The maximum of each kind of number in an event. Anything larger is probably in the wrong unit, or would make
/// sums meaningless.
#[derive(Clone, Copy, Debug)]
pub struct Ranges {
    /// Durations and waits, in milliseconds.
    pub millis: i64,
    /// Tokens.
    pub tokens: i64,
    /// Lines, files, tests and anything else that is counted.
    pub counts: i64,
}

impl Ranges {
    /// The accepted maximums: about three years in milliseconds, 10^12 tokens, 10^9 of anything else.
    pub const ACCEPTED: Self = Self { millis: 100_000_000_000, tokens: 1_000_000_000_000, counts: 1_000_000_000 };
    /// The maximums that earlier versions accepted, so that stored events may have them: whatever JSON
    /// represents exactly.
    pub const STORED: Self = Self { millis: MAX_WHOLE, tokens: MAX_WHOLE, counts: MAX_WHOLE };
}

impl Limits {
    /// No limits: for events that were accepted before.
    pub const NONE: Self =
        Self { field_chars: usize::MAX, payload_bytes: usize::MAX, depth: usize::MAX, ranges: Ranges::STORED };
}
