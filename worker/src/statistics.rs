//! Keeps `PostgreSQL`'s statistics in step with read models that grow quickly.
//!
//! Autovacuum looks once a minute; a first load is over by then, and until it has looked the planner
//! takes tables of many thousand rows for empty ones and reads them from end to end. So the tables
//! are analysed whenever the projected events have doubled. `SQLite` plans without statistics.
use sea_orm::ConnectionTrait as _;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Store, StoreError};

/// Before so many events no plan is a bad one.
const FIRST: u64 = 10_000;

/// What one worker has projected, and when it analyses next.
#[derive(Debug)]
pub(crate) struct Statistics {
    projected: AtomicU64,
    next: AtomicU64,
}

impl Default for Statistics {
    fn default() -> Self {
        Self { projected: AtomicU64::new(0), next: AtomicU64::new(FIRST) }
    }
}

impl Statistics {
    /// Notes projected events; analyses in the background when it is time.
    pub(crate) fn note(&self, store: &Store, events: u64) {
        let projected = self.projected.fetch_add(events, Ordering::Relaxed) + events;
        if store.postgres().is_none() || projected < self.next.load(Ordering::Relaxed) {
            return;
        }
        self.next.store(projected * 2, Ordering::Relaxed);
        let store = store.clone();
        tokio::spawn(async move {
            if let Err(error) = analyze(&store).await {
                tracing::debug!(%error, "tables not analyzed; autovacuum will do it");
            }
        });
    }
}

async fn analyze(store: &Store) -> Result<(), StoreError> {
    let grown = entities::TABLES.iter().filter(|table| table.scratch.is_some()).map(|table| table.name);
    for table in ["events_raw"].into_iter().chain(grown) {
        store.execute_unprepared(&format!("ANALYZE {table}")).await?;
    }
    Ok(())
}
