//! The order of events.
use crate::{EventId, Instant};
use serde::{Deserialize, Serialize};

/// What decides every "first" and "last": the instant, and if two events share it, the `event_id`, compared
/// bytewise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// When the event happened.
    pub at: Instant,
    /// Which event it was.
    pub event_id: EventId,
}
