//! The state of the store, as gauges. It is queried when the metrics are scraped, but only so often that the
//! queries take a small share of the time.
use crate::metric;
use metrics::gauge;
use std::time::{Duration, Instant};
use store::backlog::backlog;
use store::{Engine, Store, StoreError};
use tokio::sync::Mutex;

/// The minimum time between two queries.
const EVERY: Duration = Duration::from_secs(2);
/// Queries take at most one part in this many of the time.
const SHARE: u32 = 20;
/// The timeout of a query, so that a store that hangs does not block the metrics.
const PATIENCE: Duration = Duration::from_secs(3);
/// When to query again after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// The queue is counted up to this limit.
const COUNTED: u32 = 2_000_000;

/// When to query the store next.
#[derive(Debug, Default)]
pub struct Looks(Mutex<Option<Instant>>);

impl Looks {
    /// Sets the store's gauges. Scrapes that arrive during a query wait for it.
    pub async fn look(&self, store: &Store) {
        build(store);
        pools(store);
        let mut next = self.0.lock().await;
        let began = Instant::now();
        if next.is_some_and(|next| began < next) {
            return;
        }
        let looked = tokio::time::timeout(PATIENCE, counts(store)).await;
        let rest = match looked {
            Ok(Ok(())) => began.elapsed() * SHARE,
            Ok(Err(error)) => fail(&error.to_string()),
            Err(_) => fail("it took too long"),
        };
        *next = Some(began + EVERY.max(rest));
    }
}

/// Old values would be mistaken for current ones. Returns how long to wait before the next query.
fn fail(error: &str) -> Duration {
    tracing::warn!(%error, "cannot measure the queue");
    for name in [metric::QUEUE_EVENTS, metric::QUEUE_OLDEST_SECONDS, metric::QUEUE_RETRIES, metric::DEAD_LETTERS] {
        gauge!(name).set(f64::NAN);
    }
    AFTER_FAILURE
}

fn build(store: &Store) {
    let engine = match store.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    gauge!(metric::BUILD_INFO, "version" => env!("CARGO_PKG_VERSION"), "engine" => engine).set(1.0);
}

fn pools(store: &Store) {
    for pool in store.pools() {
        gauge!(metric::POOL_MAX, "pool" => pool.name).set(f64::from(pool.max));
        gauge!(metric::POOL_IDLE, "pool" => pool.name).set(f64::from(pool.idle));
        gauge!(metric::POOL_USED, "pool" => pool.name).set(f64::from(pool.used));
    }
}

async fn counts(store: &Store) -> Result<(), StoreError> {
    let backlog = backlog(store, COUNTED).await?;
    gauge!(metric::QUEUE_EVENTS).set(backlog.queued as f64);
    gauge!(metric::QUEUE_RETRIES).set(backlog.retried as f64);
    gauge!(metric::DEAD_LETTERS).set(backlog.dead as f64);
    let waited = backlog.oldest.map_or(0, |oldest| store.clock().now().0.saturating_sub(oldest.0).max(0));
    gauge!(metric::QUEUE_OLDEST_SECONDS).set(waited as f64 / 1e6);
    let space = store.space().await?;
    gauge!(metric::DATABASE_BYTES).set(space.database_bytes as f64);
    if let Some(free) = space.disk_free_bytes {
        gauge!(metric::DISK_FREE_BYTES).set(free as f64);
    }
    Ok(())
}
