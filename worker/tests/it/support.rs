//! Sending events through the real ingest and driving the real worker.
use anyhow::Result;
use domain::Producer;
use domain::Source;
use ingest::{Ingest, IngestAnswer, IngestOptions};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use testkit::naive::{self, ReadModels};
use worker::{Worker, WorkerOptions};

/// How long after a handoff a run counts as an iteration upon it.
pub(crate) const WINDOW: Duration = Duration::from_secs(4 * 60 * 60);

/// A producer who may write everywhere.
pub(crate) fn producer() -> Producer {
    Producer { key_id: Arc::from("test"), org_id: None }
}

/// Sends one batch.
pub(crate) async fn send(store: &Store, events: &[Value]) -> Result<IngestAnswer> {
    let raw: Vec<Box<RawValue>> = events.iter().map(to_raw_value).collect::<Result<_, _>>()?;
    let raw: Vec<&RawValue> = raw.iter().map(AsRef::as_ref).collect();
    let ingest = Ingest::start(store.clone(), IngestOptions::default());
    ingest.submit(&producer(), Source::Rest, &raw).await.map_err(|refusal| anyhow::anyhow!("{refusal:?}"))
}

/// Sends one batch of which every event is new and valid.
pub(crate) async fn send_new(store: &Store, events: impl IntoIterator<Item = impl Into<Value>>) -> Result<()> {
    let events: Vec<Value> = events.into_iter().map(Into::into).collect();
    let answer = send(store, &events).await?;
    assert_eq!(answer.inserted, events.len() as u64, "{answer:?}");
    Ok(())
}

/// Projects whatever is due.
pub(crate) async fn drain(store: &Store) -> Result<()> {
    Worker::new(store.clone(), WorkerOptions::default())?.drain().await?;
    Ok(())
}

/// Sends events in one batch, projects them, and reads every row.
pub(crate) async fn project(store: &Store, events: impl IntoIterator<Item = impl Into<Value>>) -> Result<ReadModels> {
    send_new(store, events).await?;
    drain(store).await?;
    naive::load(store).await
}

/// How many events are in the queue.
pub(crate) async fn queued(store: &Store) -> Result<i64> {
    Ok(store.fetch("/* test */ SELECT count(*) FROM events_queue").await?[0].int(0)?)
}
