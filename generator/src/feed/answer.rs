//! The server's response to a batch.
use serde::Deserialize;

/// The response to one batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// Events in the batch.
    pub received: u64,
    /// New events.
    pub inserted: u64,
    /// Duplicates.
    pub ignored: u64,
    /// Rejected events.
    pub errors: Vec<Refused>,
}

/// A rejected event.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Refused {
    /// Its position in the batch.
    pub index: u64,
    /// Its id.
    pub event_id: Option<String>,
    /// The invalid field.
    pub path: Option<String>,
    /// The error code.
    pub code: String,
    /// What was expected.
    pub message: String,
}

/// The responses to all batches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Events sent and answered.
    pub received: u64,
    /// New events.
    pub inserted: u64,
    /// Duplicates.
    pub ignored: u64,
    /// Rejected events.
    pub refused: u64,
    /// The first error, as a line for people.
    pub first_refusal: Option<String>,
}

impl Totals {
    pub(crate) fn add(&mut self, answer: &Answer) {
        self.received += answer.received;
        self.inserted += answer.inserted;
        self.ignored += answer.ignored;
        self.refused += answer.errors.len() as u64;
        if self.first_refusal.is_none() {
            self.first_refusal = answer.errors.first().map(Refused::line);
        }
    }
}

impl Refused {
    fn line(&self) -> String {
        let event = self.event_id.as_deref().unwrap_or("without an id");
        let path = self.path.as_deref().unwrap_or("event");
        format!("event {event}: {path}: {} ({})", self.message, self.code)
    }
}
