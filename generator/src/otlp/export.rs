//! Batches of records on their way.
use super::record::{Attribute, Record};
use super::{json, protobuf};
use domain::Instant;
use std::sync::Arc;

/// What kind of records a batch contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// Log records.
    Logs,
    /// Spans.
    Traces,
    /// Data points.
    Metrics,
}

/// How a batch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// In protobuf.
    Protobuf,
    /// In JSON, whole numbers as numbers.
    Json,
    /// In JSON, whole numbers as texts, as the mapping of protobuf to JSON demands.
    JsonTexts,
}

/// What the records of a batch have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The attributes of the resource.
    pub resource: Vec<Attribute>,
    /// The name of the scope.
    pub scope: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// A batch of records of one process.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    /// When it is sent.
    pub due: Instant,
    /// What kind of records it contains.
    pub signal: Signal,
    /// How it is written.
    pub format: Format,
    /// Where they come from.
    pub source: Arc<Source>,
    /// The records.
    pub records: Vec<Record>,
}

impl Signal {
    /// The path to which it is sent.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Logs => "/v1/logs",
            Self::Traces => "/v1/traces",
            Self::Metrics => "/v1/metrics",
        }
    }
}

impl Format {
    /// The content type.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Protobuf => "application/x-protobuf",
            Self::Json | Self::JsonTexts => "application/json",
        }
    }
}

/// The body of a request with these batches, which have one signal and are written in one format. An agent sends
/// each batch by itself, a collector on the way joins them.
#[must_use]
pub fn encode(signal: Signal, format: Format, exports: &[Export]) -> Vec<u8> {
    match format {
        Format::Protobuf => protobuf::request(signal, exports),
        Format::Json => json::request(signal, exports, false),
        Format::JsonTexts => json::request(signal, exports, true),
    }
}
