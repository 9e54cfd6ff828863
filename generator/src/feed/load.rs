//! Requests: what is sent to one path in one format.
use crate::event::GeneratedEvent;
use crate::feed::Answer;
use crate::otlp::{self, Export, Format, Signal};
use crate::parcel::Parcel;
use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The contents of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// Events of the contract.
    Events(Vec<GeneratedEvent>),
    /// OTLP records of one signal in one format.
    Exports(Signal, Format, Vec<Export>),
}

#[derive(Serialize)]
struct Batch<'a> {
    events: &'a [GeneratedEvent],
}

/// The response to OTLP in JSON.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Exported {
    partial_success: PartialSuccess,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PartialSuccess {
    #[serde(alias = "rejectedSpans", alias = "rejectedDataPoints")]
    rejected_log_records: serde_json::Value,
    error_message: String,
}

impl Load {
    /// Where it is sent.
    pub(crate) const fn path(&self) -> &'static str {
        match self {
            Self::Events(_) => "/v1/events",
            Self::Exports(signal, ..) => signal.path(),
        }
    }

    pub(crate) const fn content_type(&self) -> &'static str {
        match self {
            Self::Events(_) => "application/json",
            Self::Exports(_, format, _) => format.content_type(),
        }
    }

    pub(crate) fn body(&self) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Events(events) => serde_json::to_vec(&Batch { events }).context("cannot write events as JSON"),
            Self::Exports(signal, format, exports) => Ok(otlp::encode(*signal, *format, exports)),
        }
    }

    /// Reads the response.
    pub(crate) fn answer(&self, body: &[u8]) -> anyhow::Result<Answer> {
        let (format, exports) = match self {
            Self::Events(_) => return Ok(serde_json::from_slice(body)?),
            Self::Exports(_, format, exports) => (*format, exports),
        };
        let records = exports.iter().map(|export| export.records.len() as u64).sum();
        let (rejected, rejection) = match format {
            // Nothing was rejected, or something was, and the message is one of its fields.
            Format::Protobuf => otlp::rejected(body),
            Format::Json | Format::JsonTexts => {
                let Exported { partial_success: partial } = serde_json::from_slice(body)?;
                let rejected = match partial.rejected_log_records {
                    serde_json::Value::String(text) => text.parse().unwrap_or(0),
                    number => number.as_u64().unwrap_or(0),
                };
                (rejected, partial.error_message)
            }
        };
        Ok(Answer { records, rejected, rejection: (rejected > 0).then_some(rejection), ..Answer::default() })
    }
}

/// Packs parcels into requests of about the same size.
pub(crate) struct Packer {
    size: usize,
    /// Whether each batch of an agent is a request of its own.
    is_direct: bool,
    events: Vec<GeneratedEvent>,
    exports: BTreeMap<(Signal, Format), (usize, Vec<Export>)>,
}

impl Packer {
    /// For this many events or records a request, as a collector on the way joins them; a batch of an agent is never
    /// divided.
    pub(crate) const fn new(size: usize) -> Self {
        Self { size, is_direct: false, events: Vec::new(), exports: BTreeMap::new() }
    }

    /// The same, but agents send their batches themselves.
    pub(crate) fn direct(size: usize) -> Self {
        Self { is_direct: true, ..Self::new(size) }
    }

    /// Adds a parcel; returns a request that is complete with it.
    pub(crate) fn add(&mut self, parcel: Parcel) -> Option<Load> {
        match parcel {
            Parcel::Event(event) => {
                self.events.push(event);
                (self.events.len() >= self.size).then(|| Load::Events(std::mem::take(&mut self.events)))
            }
            Parcel::Export(export) => {
                let (signal, format) = (export.signal, export.format);
                let (records, waiting) = self.exports.entry((signal, format)).or_default();
                *records += export.records.len();
                waiting.push(export);
                if *records < self.size && !self.is_direct {
                    return None;
                }
                *records = 0;
                Some(Load::Exports(signal, format, std::mem::take(waiting)))
            }
        }
    }

    /// The requests that are not complete.
    pub(crate) fn rest(self) -> Vec<Load> {
        let events = (!self.events.is_empty()).then_some(Load::Events(self.events));
        let exports = self.exports.into_iter().filter(|(_, (_, exports))| !exports.is_empty());
        let exports = exports.map(|((signal, format), (_, exports))| Load::Exports(signal, format, exports));
        events.into_iter().chain(exports).collect()
    }
}
