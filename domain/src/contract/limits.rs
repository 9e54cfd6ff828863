//! How large the parts of an event may be.
use crate::MAX_WHOLE;

/// Limits that an operator sets; what was stored under wider ones stays readable.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most characters of a text that is no identifier and no message.
    pub field_chars: usize,
    /// The most bytes of a payload.
    pub payload_bytes: usize,
    /// The deepest nesting of a payload.
    pub depth: usize,
    /// The largest numbers.
    pub ranges: Ranges,
}

/// The largest number of each kind that an event may tell. Whoever tells more has confused a unit, or
/// would push sums to where they tell nothing any more.
#[derive(Clone, Copy, Debug)]
pub struct Ranges {
    /// Of durations and waits, in milliseconds.
    pub millis: i64,
    /// Of tokens.
    pub tokens: i64,
    /// Of lines, files, tests and whatever else is counted.
    pub counts: i64,
}

impl Ranges {
    /// What is accepted: about three years of milliseconds, 10^12 tokens, 10^9 of anything else.
    pub const ACCEPTED: Self = Self { millis: 100_000_000_000, tokens: 1_000_000_000_000, counts: 1_000_000_000 };
    /// What earlier versions accepted and the store may hold: all that JSON carries exactly.
    pub const STORED: Self = Self { millis: MAX_WHOLE, tokens: MAX_WHOLE, counts: MAX_WHOLE };
}

impl Limits {
    /// No limits: for events that were accepted before.
    pub const NONE: Self =
        Self { field_chars: usize::MAX, payload_bytes: usize::MAX, depth: usize::MAX, ranges: Ranges::STORED };
}
