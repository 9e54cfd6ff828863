//! The order in which events happened.
use crate::{EventId, Instant};

/// What every "first" and "last" compares: the instant, and bytewise the `event_id` where two
/// events share one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// When the event happened.
    pub at: Instant,
    /// Which event it was.
    pub event_id: EventId,
}
