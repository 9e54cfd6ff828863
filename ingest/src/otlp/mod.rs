//! OTLP in: logs, traces and metrics of coding agents, over HTTP in protobuf and in JSON, and over gRPC.
//!
//! A body is read record by record ([`protobuf`], [`json`]), and a record is borrowed from its bytes: whatever a body
//! contains, reading it takes no memory besides its own. [`crate::agents`] makes events of each record, [`export`]
//! checks them like those of every other endpoint, and they are stored together.

pub(crate) mod answer;
pub(crate) mod digest;
pub(crate) mod export;
#[cfg(test)]
mod fuzz;
pub mod grpc;
pub mod http;
mod json;
mod protobuf;
pub(crate) mod record;
pub mod rehearsal;
#[cfg(test)]
mod tests;
pub(crate) mod value;
mod wire;

#[cfg(test)]
pub(crate) use json::read as json_records;

use crate::body::BodyError;
use export::{Exported, Exporter};
use record::Malformed;
use web::intake::unmarked;

/// A signal of OTLP: what kind of records a request contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Log records.
    Logs,
    /// Spans.
    Traces,
    /// Data points.
    Metrics,
}

impl Signal {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Logs, Self::Traces, Self::Metrics];

    /// The path to which requests with it are sent over HTTP.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Logs => "/v1/logs",
            Self::Traces => "/v1/traces",
            Self::Metrics => "/v1/metrics",
        }
    }

    /// The path to which requests with it are sent over gRPC.
    #[must_use]
    pub const fn grpc_path(self) -> &'static str {
        match self {
            Self::Logs => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
            Self::Traces => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            Self::Metrics => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        }
    }

    /// A single record.
    const fn noun(self) -> &'static str {
        match self {
            Self::Logs => "log record",
            Self::Traces => "span",
            Self::Metrics => "data point",
        }
    }

    /// The JSON field with the resources of a request.
    const fn resources(self) -> &'static str {
        match self {
            Self::Logs => "resourceLogs",
            Self::Traces => "resourceSpans",
            Self::Metrics => "resourceMetrics",
        }
    }

    /// The JSON field with the scopes of a resource.
    const fn scopes(self) -> &'static str {
        match self {
            Self::Logs => "scopeLogs",
            Self::Traces => "scopeSpans",
            Self::Metrics => "scopeMetrics",
        }
    }

    /// The JSON field with the records of a scope.
    const fn records(self) -> &'static str {
        match self {
            Self::Logs => "logRecords",
            Self::Traces => "spans",
            Self::Metrics => "metrics",
        }
    }

    /// The JSON field with the number of records that were refused.
    const fn rejected(self) -> &'static str {
        match self {
            Self::Logs => "rejectedLogRecords",
            Self::Traces => "rejectedSpans",
            Self::Metrics => "rejectedDataPoints",
        }
    }
}

/// How the messages of a request and its answer are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// In protobuf.
    Protobuf,
    /// In JSON.
    Json,
}

/// Reads a body and makes events of its records.
///
/// # Errors
/// When the body as a whole cannot be read, or there is no memory for its events.
pub(crate) fn read<'a>(
    signal: Signal,
    format: Format,
    body: &'a [u8],
    mut exporter: Exporter<'_, 'a>,
) -> Result<Exported, BodyError> {
    let read = match format {
        Format::Protobuf => protobuf::read(signal, body, &mut exporter),
        Format::Json => {
            let text = std::str::from_utf8(unmarked(body));
            let text = text.map_err(|_| BodyError::Unreadable("the body is not UTF-8".to_owned()))?;
            json::read(signal, text, &mut exporter)
        }
    };
    read.map_err(|Malformed { message, .. }| BodyError::Unreadable(message.into_owned()))?;
    Ok(exporter.finish()?)
}
