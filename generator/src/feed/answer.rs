//! What the server said about what was sent.
use serde::Deserialize;

/// The answer to one batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// Events of the batch.
    pub received: u64,
    /// Those that were new.
    pub inserted: u64,
    /// Those that were known.
    pub ignored: u64,
    /// Those that were refused.
    pub errors: Vec<Refused>,
}

/// An event that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Refused {
    /// Its position in the batch.
    pub index: u64,
    /// Its id.
    pub event_id: Option<String>,
    /// The field at fault.
    pub path: Option<String>,
    /// The code.
    pub code: String,
    /// What was expected.
    pub message: String,
}

/// The answers to everything that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Events sent and answered.
    pub received: u64,
    /// Events that were new.
    pub inserted: u64,
    /// Events that were known.
    pub ignored: u64,
    /// Events that were refused.
    pub refused: u64,
    /// The first refusal, as a line for a person.
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
