//! What is sent: an event of the contract, or a batch of OTLP records.
use crate::event::GeneratedEvent;
use crate::otlp::Export;
use domain::Instant;

/// An event, or a batch of records.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "most of them are events")]
pub enum Parcel {
    /// An event.
    Event(GeneratedEvent),
    /// A batch.
    Export(Export),
}

impl Parcel {
    /// When it is sent.
    #[must_use]
    pub const fn due(&self) -> Instant {
        match self {
            Self::Event(event) => event.occurred_at,
            Self::Export(export) => export.due,
        }
    }

    /// The number of its events or records.
    #[must_use]
    pub const fn records(&self) -> usize {
        match self {
            Self::Event(_) => 1,
            Self::Export(export) => export.records.len(),
        }
    }

    /// The event, if it is one.
    #[must_use]
    pub fn into_event(self) -> Option<GeneratedEvent> {
        match self {
            Self::Event(event) => Some(event),
            Self::Export(_) => None,
        }
    }
}
