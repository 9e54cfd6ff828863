//! Checks each event of a batch by itself: which ones may be stored, and what is wrong with the others.
use super::append::NewEvent;
use super::horizons::Oldest;
use super::service::Item;
use super::{EventError, IngestOptions};
use domain::Producer;
use domain::contract::envelope::{event_id_of, too_old};
use domain::contract::{Code, Envelope, FieldError, Limits, Ranges, Received};
use domain::{Event, Instant, Source};
use serde_json::value::RawValue;
use std::sync::Arc;

/// The maximum nesting depth of a payload.
const MAX_DEPTH: usize = 64;

/// The result for a batch.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Number of events received.
    pub(super) received: u64,
    /// Events that may be stored.
    pub(super) accepted: Vec<NewEvent>,
    /// The position of each accepted event in the batch.
    pub(super) positions: Vec<u64>,
    /// What is wrong with the other events.
    pub(super) errors: Vec<EventError>,
}

/// Checks the events of one request.
pub(super) struct Judge {
    pub(super) producer: Producer,
    pub(super) source: Source,
    pub(super) now: Instant,
    pub(super) oldest: Oldest,
    /// The trace of the request, if it is sampled.
    pub(super) trace: Option<Arc<str>>,
}

impl Judge {
    /// Checks all events.
    pub(super) fn judge(&self, items: Vec<Item<'_>>, options: &IngestOptions) -> Judged {
        let mut judged = Judged { received: items.len() as u64, ..Judged::default() };
        judged.accepted.reserve(items.len());
        judged.positions.reserve(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let raw = item.as_ref().ok().copied();
            match self.check(item, options) {
                Ok(envelope) => {
                    judged.positions.push(index as u64);
                    judged.accepted.push(self.accepted(envelope, options));
                }
                Err(error) => judged.errors.push(event_error(index, raw, error)),
            }
        }
        judged
    }

    fn check(&self, item: Item<'_>, options: &IngestOptions) -> Result<Envelope, FieldError> {
        let raw = item.map_err(|error| {
            FieldError::new("", Code::InvalidJson, format!("expected one JSON object per line: {error}"))
        })?;
        let mut envelope = Envelope::read(raw, Received { now: self.now, oldest: None }, limits(options))?;
        self.check_place(&envelope.event)?;
        let kept = envelope.message_text.as_deref().and_then(|text| cut(text, options.max_message_chars));
        let length = kept.map(str::len);
        envelope.message_text = envelope.message_text.zip(length).map(|(mut text, length)| {
            text.truncate(length);
            text
        });
        Ok(envelope)
    }

    /// Checks an event that was made of something else than the contract's JSON; the text of a message is
    /// already cut.
    pub(super) fn judge_made(&self, event: Event, options: &IngestOptions) -> Result<NewEvent, FieldError> {
        let envelope = Envelope::of_event(event, Received { now: self.now, oldest: None }, limits(options))?;
        self.check_place(&envelope.event)?;
        Ok(self.accepted(envelope, options))
    }

    /// Checks the organization, and the age that it allows.
    fn check_place(&self, event: &Event) -> Result<(), FieldError> {
        if self.producer.org_id.as_ref().is_some_and(|own| *own != event.org_id) {
            return Err(FieldError::new("org_id", Code::Forbidden, "expected an organization of this key"));
        }
        match self.oldest.of(&event.org_id).filter(|oldest| event.occurred_at() < *oldest) {
            Some(oldest) => Err(too_old(oldest)),
            None => Ok(()),
        }
    }

    fn accepted(&self, mut envelope: Envelope, options: &IngestOptions) -> NewEvent {
        // Once and for all: a price that changes later leaves what was stored as it is.
        envelope.event.priced = options.prices.price_of(&envelope.event);
        NewEvent::new(envelope, self.now, self.source, &self.producer, self.trace.clone())
    }
}

const fn limits(options: &IngestOptions) -> Limits {
    Limits {
        field_chars: options.max_field_chars,
        payload_bytes: options.max_payload_bytes,
        depth: MAX_DEPTH,
        ranges: Ranges::ACCEPTED,
    }
}

/// At most `max` characters of a text; `None` if texts are not kept.
pub(super) fn cut(text: &str, max: usize) -> Option<&str> {
    match text.char_indices().nth(max) {
        _ if max == 0 => None,
        Some((end, _)) => text.get(..end),
        None => Some(text),
    }
}

fn event_error(index: usize, raw: Option<&RawValue>, error: FieldError) -> EventError {
    EventError {
        index: index as u64,
        event_id: raw.and_then(event_id_of),
        path: (!error.path.is_empty()).then_some(error.path),
        code: error.code.as_str(),
        message: error.message,
    }
}
