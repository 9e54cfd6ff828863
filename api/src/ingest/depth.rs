//! How deep the queue is: counted now and then, plus what this process has added since.
use std::sync::Weak;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::{Sql, Store, StoreError};

/// The least time between two counts.
const COUNT_EVERY: Duration = Duration::from_millis(500);
/// Counting takes at most this share of the time.
const SHARE: u32 = 20;

/// An estimate that is never too low by what this process accepted.
#[derive(Debug, Default)]
pub(super) struct Depth {
    counted: AtomicU64,
    added: AtomicU64,
}

impl Depth {
    /// Notes accepted events.
    pub(super) fn add(&self, events: u64) {
        self.added.fetch_add(events, Ordering::Relaxed);
    }

    /// The estimate.
    pub(super) fn get(&self) -> u64 {
        self.counted.load(Ordering::Relaxed) + self.added.load(Ordering::Relaxed)
    }

    /// Counts, but not beyond `limit`, which costs no more than it has to.
    pub(super) async fn count(&self, store: &Store, limit: u64) -> Result<(), StoreError> {
        let before = self.added.load(Ordering::Relaxed);
        let sql = Sql::new("SELECT count(*) FROM (SELECT 1 FROM events_queue LIMIT $1) AS counted")
            .int(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows = store.fetch(sql).await?;
        let counted = rows.first().map_or(Ok(0), |row| row.int(0))?;
        self.counted.store(counted.cast_unsigned(), Ordering::Relaxed);
        self.added.fetch_sub(before, Ordering::Relaxed);
        Ok(())
    }
}

/// Keeps the estimate fresh for as long as somebody holds it; rests while nothing changes.
pub(super) async fn watch(depth: Weak<Depth>, store: Store, limit: u64) {
    let mut first = true;
    while let Some(depth) = depth.upgrade() {
        let began = Instant::now();
        if first || depth.get() > 0 {
            match depth.count(&store, limit).await {
                Ok(()) => first = false,
                Err(error) => tracing::warn!(%error, "cannot count the queue"),
            }
        }
        drop(depth);
        tokio::time::sleep(COUNT_EVERY.max(began.elapsed() * SHARE)).await;
    }
}
