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
    /// Records received by OTLP, whose responses do not say which of them are new.
    #[serde(default)]
    pub records: u64,
    /// Those of them that were rejected.
    #[serde(default)]
    pub rejected: u64,
    /// Why.
    #[serde(default)]
    pub rejection: Option<String>,
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
    /// Events and records sent and answered.
    pub received: u64,
    /// Those of them that were sent by OTLP; whether they are new is not known.
    pub records: u64,
    /// New events.
    pub inserted: u64,
    /// Duplicates.
    pub ignored: u64,
    /// Rejected events and records.
    pub refused: u64,
    /// The first error, as a line for people.
    pub first_refusal: Option<String>,
}

impl Totals {
    pub(crate) fn add(&mut self, answer: &Answer) {
        self.received += answer.received + answer.records;
        self.records += answer.records;
        self.inserted += answer.inserted;
        self.ignored += answer.ignored;
        self.refused += answer.errors.len() as u64 + answer.rejected;
        if self.first_refusal.is_none() {
            self.first_refusal = answer.errors.first().map(Refused::line).or_else(|| answer.rejection.clone());
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
