//! What becomes of a request, without a database: for benchmarks of everything in between.
use super::export::Exporter;
use super::record::{Attributes, Malformed, Record, Scope, Sink};
use super::{Format, Signal, protobuf, read};
use crate::agents::{Events, Maker, Place, adapt};
use crate::horizons::Horizons;
use crate::judge::Judge;
use crate::{IngestOptions, body::BodyError};
use domain::{Instant, OrgId, Producer, Source};
use std::sync::Arc;
use web::intake::{Intake, Sender};

/// Receives requests like a server with a key of the platform, and forgets them.
pub struct Rehearsal {
    judge: Judge,
    options: IngestOptions,
    intake: Intake,
}

/// How much a request contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rehearsed {
    /// The records that were read.
    pub records: u64,
    /// The events that were made of them.
    pub events: u64,
    /// The records that were refused.
    pub refused: u64,
}

impl Rehearsal {
    /// A receiver with default settings and this clock.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        let options = IngestOptions { retention_days: 0, ..IngestOptions::default() };
        let producer = Producer { key_id: Arc::from("rehearsal"), org_id: None };
        let oldest = Horizons::new(options.retention_days).at(now);
        let judge = Judge { producer, source: Source::Otlp, now, oldest, trace: None };
        Self { judge, intake: Intake::new(options.memory_limit_bytes, options.arrival), options }
    }

    /// Reads a body in protobuf and makes events of its records.
    ///
    /// # Errors
    /// When the body cannot be read; the text says why.
    pub fn adapt(&self, signal: Signal, body: &[u8]) -> Result<Rehearsed, String> {
        let mut adapting = Adapting {
            keep_chars: self.options.max_message_chars,
            org_id: OrgId::from("rehearsal"),
            maker: Maker::default(),
            place: Place::default(),
            adapted: Rehearsed::default(),
        };
        protobuf::read(signal, body, &mut adapting).map_err(|malformed| malformed.message.into_owned())?;
        Ok(adapting.adapted)
    }

    /// Reads a body in protobuf, makes events of its records, checks and prices them, ready to be stored.
    ///
    /// # Errors
    /// When the body cannot be read; the text says why.
    pub fn receive(&self, signal: Signal, body: &[u8]) -> Result<Rehearsed, String> {
        let claim = self.intake.claim(&Sender::key(&self.judge.producer));
        let exporter = Exporter::new(&self.judge, &self.options, None, claim);
        let exported = read(signal, Format::Protobuf, body, exporter).map_err(|error| match error {
            BodyError::Unreadable(why) => why,
            _ => "the body takes too much memory".to_owned(),
        })?;
        Ok(Rehearsed {
            records: exported.judged.received,
            events: exported.judged.accepted.len() as u64,
            refused: exported.refusals.records,
        })
    }
}

/// Makes events of records, and drops them.
struct Adapting<'a> {
    keep_chars: usize,
    org_id: OrgId,
    maker: Maker,
    place: Place<'a>,
    adapted: Rehearsed,
}

impl<'a> Sink<'a> for Adapting<'a> {
    fn resource(&mut self, attributes: Result<Attributes<'a>, Malformed>) {
        self.place.resource = attributes.unwrap_or_default();
    }

    fn scope(&mut self, scope: Scope<'a>) {
        self.place.scope = scope;
    }

    fn record(&mut self, record: Result<Record<'a>, Malformed>) {
        self.adapted.records += 1;
        let Ok(record) = record else {
            self.adapted.refused += 1;
            return;
        };
        let mut events = Events::new(&mut self.maker, &self.org_id, &record, self.keep_chars);
        match adapt(&record, &self.place, &mut events) {
            Ok(_) => self.adapted.events += std::hint::black_box(events.into_made()).len() as u64,
            Err(_) => self.adapted.refused += 1,
        }
    }
}
