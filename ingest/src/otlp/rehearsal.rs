//! What becomes of a request, without a database: for benchmarks of everything in between.
use super::export::Exporter;
use super::{Format, Signal, read};
use crate::horizons::Horizons;
use crate::judge::Judge;
use crate::{IngestOptions, body::BodyError};
use domain::{Instant, Producer, Source};
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
    /// The events that were made of them, ready to be stored.
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

    /// Reads a body in protobuf, makes events of its records, and checks and prices them.
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
