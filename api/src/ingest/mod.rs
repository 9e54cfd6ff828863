//! Events in.

pub mod options;
pub mod outcome;
pub mod producer;
pub mod service;

pub use options::IngestOptions;
pub use outcome::{EventError, IngestAnswer, IngestRefusal};
pub use producer::Producer;
pub use service::Ingest;
