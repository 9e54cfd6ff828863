//! The way of a batch.
use crate::ingest::{IngestAnswer, IngestOptions, IngestRefusal, Producer};
use entities::Source;
use serde_json::value::RawValue;
use store::Store;

/// Ingest.
#[derive(Clone, Debug)]
pub struct Ingest {
    _options: std::sync::Arc<IngestOptions>,
}

impl Ingest {
    /// Starts.
    #[must_use]
    pub fn start(_store: Store, options: IngestOptions) -> Self {
        Self { _options: std::sync::Arc::new(options) }
    }

    /// Checks and stores a batch; answers after the commit.
    ///
    /// # Errors
    /// When the whole batch is refused.
    pub async fn submit(
        &self,
        _producer: &Producer,
        _source: Source,
        _events: &[&RawValue],
    ) -> Result<IngestAnswer, IngestRefusal> {
        Ok(IngestAnswer::default())
    }
}
