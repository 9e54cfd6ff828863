//! How large the parts of an event may be.

/// Limits that an operator sets; what was stored under wider ones stays readable.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most characters of a text that is no identifier and no message.
    pub field_chars: usize,
    /// The most bytes of a payload.
    pub payload_bytes: usize,
    /// The deepest nesting of a payload.
    pub depth: usize,
}

impl Limits {
    /// No limits: for events that were accepted before.
    pub const NONE: Self = Self { field_chars: usize::MAX, payload_bytes: usize::MAX, depth: usize::MAX };
}
