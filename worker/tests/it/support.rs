//! Sends events through the real ingest, and runs the real worker.
use anyhow::Result;
use ingest::{Ingest, IngestAnswer, IngestOptions};
use sea_orm::FromQueryResult;
use serde_json::Value;
use std::time::Duration;
use store::Store;
use testkit::naive::{self, ReadModels};
pub(crate) use testkit::number;
use worker::{Worker, WorkerOptions};

/// How long after a handoff a run counts as a continuation.
pub(crate) const WINDOW: Duration = Duration::from_secs(4 * 60 * 60);

/// Sends one batch.
pub(crate) async fn send(store: &Store, events: &[Value]) -> Result<IngestAnswer> {
    testkit::submit(&Ingest::start(store.clone(), IngestOptions::default()), events.iter().cloned()).await
}

/// Sends one batch, in which all events must be new and valid.
pub(crate) async fn send_new(store: &Store, events: impl IntoIterator<Item = impl Into<Value>>) -> Result<()> {
    let events: Vec<Value> = events.into_iter().map(Into::into).collect();
    let answer = send(store, &events).await?;
    assert_eq!(answer.inserted, events.len() as u64, "{answer:?}");
    Ok(())
}

/// Projects all due events.
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

/// The number of queued events.
pub(crate) async fn queued(store: &Store) -> Result<i64> {
    count(store, "events_queue").await
}

/// The number of rows in a table.
pub(crate) async fn count(store: &Store, table: &str) -> Result<i64> {
    number(store, format!("/* test */ SELECT count(*) AS number FROM {table}")).await
}

#[derive(FromQueryResult)]
struct Organization {
    org_id: String,
}

/// The organizations of a table's rows, in order.
pub(crate) async fn organizations(store: &Store, table: &str) -> Result<Vec<String>> {
    let told: Vec<Organization> =
        store.select(format!("/* test */ SELECT org_id FROM {table} ORDER BY org_id"), []).await?;
    Ok(told.into_iter().map(|row| row.org_id).collect())
}
