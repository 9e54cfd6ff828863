//! On each engine, the whole pipeline equals the naive recomputation: random batches with repetitions through
//! ingest, one to four workers on `PostgreSQL`, in random order.
use crate::history::{History, histories};
use crate::support::{WINDOW, queued, send};
use anyhow::{Result, ensure};
use futures_util::future::try_join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::Value;
use store::Store;
use testkit::events::json_of;
use testkit::{Engine, naive};
use tokio::runtime::Handle;
use worker::{Worker, WorkerOptions};

const HISTORIES: u32 = 300;
/// In one of about this many histories, chosen at random, verify and rebuild are tested, too.
const VERIFIED: u64 = 10;

testkit::on_both_engines!(any_history_projects_to_the_naive_recomputation, |db| async {
    let stores = match db.engine() {
        Engine::Sqlite => vec![db.store().clone()],
        Engine::Postgres => {
            vec![db.store().clone(), db.open_again().await?, db.open_again().await?, db.open_again().await?]
        }
    };
    let mut runner = TestRunner::new(Config { cases: HISTORIES, failure_persistence: None, ..Config::default() });
    let strategy = (histories(60), 1..=stores.len(), any::<u64>());
    tokio::task::block_in_place(|| {
        runner.run(&strategy, |(history, workers, repeat)| {
            Handle::current()
                .block_on(check(&stores[..workers], &history, repeat))
                .map_err(|error| TestCaseError::fail(format!("{error:#}")))
        })
    })?;
    Ok(())
});

async fn check(stores: &[Store], history: &History, repeat: u64) -> Result<()> {
    let store = &stores[0];
    empty(store).await?;
    let options = WorkerOptions { batch_events: 1 + (repeat % 23) as usize, ..WorkerOptions::default() };
    for (number, batch) in history.batches().into_iter().enumerate() {
        let mut events: Vec<Value> = batch.iter().map(json_of).collect();
        // Some events occur twice in one batch, some again in a later one.
        let again = &history.events[..(repeat as usize >> number) % (batch.len() + 1)];
        let sent_before = again.iter().filter(|event| !batch.contains(event));
        events.extend(batch.iter().take(again.len()).map(json_of));
        let fresh = batch.len() + sent_before.clone().count();
        events.extend(sent_before.map(json_of));
        let answer = send(store, &events).await?;
        ensure!(answer.errors.is_empty(), "{:?}", answer.errors);
        ensure!(answer.inserted as usize <= fresh && answer.inserted + answer.ignored == answer.received, "{answer:?}");
        if (repeat >> number) & 1 == 0 {
            project(stores, &options).await?;
        }
    }
    while queued(store).await? > 0 {
        project(stores, &options).await?;
    }
    same(store, history).await?;
    if repeat.is_multiple_of(VERIFIED) {
        let report = worker::verify(store, &options, None, &mut ()).await?;
        ensure!(report.differences == 0, "{report:#?}");
        worker::rebuild(store, &options, None, &mut ()).await?;
        same(store, history).await?;
    }
    Ok(())
}

async fn same(store: &Store, history: &History) -> Result<()> {
    let found = naive::differences(&naive::compute(&history.events, WINDOW), &naive::load(store).await?);
    ensure!(found.is_empty(), "{} rows differ:\n{}", found.len(), found.join("\n"));
    Ok(())
}

/// Runs all workers concurrently; each returns when there is nothing left that another one is not working on.
async fn project(stores: &[Store], options: &WorkerOptions) -> Result<()> {
    let workers = stores.iter().map(|store| Worker::new(store.clone(), options.clone())).collect::<Result<Vec<_>>>()?;
    try_join_all(workers.iter().map(Worker::drain)).await?;
    Ok(())
}

pub(crate) async fn empty(store: &Store) -> Result<()> {
    let tx = store.begin().await?;
    for table in entities::tenant_tables().map(|table| table.name).rev().filter(|table| *table != "orgs") {
        tx.run(format!("/* test */ DELETE FROM {table}"), []).await?;
    }
    tx.run("DELETE FROM orgs", []).await?;
    tx.commit().await?;
    Ok(())
}
