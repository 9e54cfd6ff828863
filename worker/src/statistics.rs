//! Keeps `PostgreSQL`'s statistics in step with read models that grow quickly.
//!
//! Autovacuum runs once a minute; a first load is over by then, and until then the planner assumes that
//! tables of many thousand rows are empty and scans them. So the tables are analyzed whenever the number of
//! projected events has doubled. `SQLite` plans without statistics.
use sea_orm::ConnectionTrait as _;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Store, StoreError};

/// With fewer events than this, no plan is a bad one.
const FIRST: u64 = 10_000;

/// How many events one worker has projected, and when it analyzes next.
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
    /// Records projected events; analyzes in the background when it is time.
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
