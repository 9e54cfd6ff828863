//! The results of ingestion.
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// The answer to a batch, given after its events are durable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct IngestAnswer {
    /// Events in the batch.
    pub received: u64,
    /// Events stored by it.
    pub inserted: u64,
    /// Events that were known already.
    pub ignored: u64,
    /// Events that were refused.
    pub errors: Vec<EventError>,
}

/// Why one event was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventError {
    /// Its position in the batch, from 0.
    pub index: u64,
    /// Its id, where it could be read.
    pub event_id: Option<String>,
    /// The field, such as `payload.cost`.
    pub path: Option<String>,
    /// One of the codes of docs/ERRORS.md.
    pub code: &'static str,
    /// What was expected.
    pub message: String,
}

/// Why a whole batch was rejected; none of it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IngestRefusal {
    /// It has more events than allowed.
    TooManyEvents {
        /// How many are allowed.
        limit: usize,
    },
    /// The queue is too long.
    QueueFull {
        /// When to retry.
        retry_after: Duration,
    },
    /// The disk of the database is full, or about to be.
    DiskFull {
        /// When to retry.
        retry_after: Duration,
    },
    /// The sender has used up its share of the memory.
    NoShare {
        /// When to retry.
        retry_after: Duration,
    },
    /// No memory is left, or the database is unavailable.
    Unavailable {
        /// When to retry.
        retry_after: Duration,
    },
}
