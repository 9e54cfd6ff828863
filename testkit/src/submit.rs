//! Sends events through the real ingest without HTTP, for tests of layers below the application; otherwise use
//! [`crate::App`].
use anyhow::Result;
use domain::{Producer, Source};
use ingest::{Ingest, IngestAnswer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use std::sync::Arc;

/// A producer that may write to all organizations.
#[must_use]
pub fn producer() -> Producer {
    Producer { key_id: Arc::from("test"), org_id: None }
}

/// Sends one batch.
///
/// # Errors
/// When the whole batch is rejected.
pub async fn submit<E: Into<Value>>(ingest: &Ingest, batch: impl IntoIterator<Item = E>) -> Result<IngestAnswer> {
    let texts: Vec<Box<RawValue>> =
        batch.into_iter().map(|event| to_raw_value(&event.into())).collect::<Result<_, _>>()?;
    let texts: Vec<&RawValue> = texts.iter().map(AsRef::as_ref).collect();
    let answer = ingest.submit(&producer(), Source::Rest, &texts).await;
    answer.map_err(|refusal| anyhow::anyhow!("refused: {refusal:?}"))
}
