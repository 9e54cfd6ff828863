//! Events in: parse and validate once, coalesce small requests, append durably, respond after the commit.

pub mod agents;
mod append;
mod batch;
pub mod body;
mod depth;
pub mod disk;
pub mod horizons;
pub mod http;
mod judge;
mod lost;
mod measures;
pub mod options;
mod organizations;
pub mod otlp;
pub mod outcome;
mod refusal;
pub mod service;
mod spread;
mod write_coalescer;

pub use disk::DiskState;
pub use options::IngestOptions;
pub use outcome::{EventError, IngestAnswer, IngestRefusal};
pub use service::Ingest;
