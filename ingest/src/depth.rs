//! The length of the queue: counted from time to time, plus what this process has added since.
use entities::queue;
use sea_orm::sea_query::{Asterisk, Expr, Func, Query, SelectStatement};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult};
use std::sync::Weak;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::{Store, StoreError};

/// The minimum time between two counts.
const COUNT_EVERY: Duration = Duration::from_millis(500);
/// Counting takes at most one part in this many of the time.
const SHARE: u32 = 20;

/// An estimate that never misses what this process accepted.
#[derive(Debug, Default)]
pub(super) struct Depth {
    counted: AtomicU64,
    added: AtomicU64,
}

impl Depth {
    /// Adds accepted events.
    pub(super) fn add(&self, events: u64) {
        self.added.fetch_add(events, Ordering::Relaxed);
    }

    /// The current estimate.
    pub(super) fn get(&self) -> u64 {
        self.counted.load(Ordering::Relaxed) + self.added.load(Ordering::Relaxed)
    }

    /// Counts the queue, up to `limit`, so that it costs no more than necessary.
    pub(super) async fn count(&self, store: &Store, limit: u64) -> Result<(), StoreError> {
        let before = self.added.load(Ordering::Relaxed);
        let counted = if store.is_distributed().await? {
            everywhere(store).await?
        } else {
            upto(store, queue::Entity, limit).await?
        };
        self.counted.store(counted.cast_unsigned(), Ordering::Relaxed);
        self.added.fetch_sub(before, Ordering::Relaxed);
        Ok(())
    }
}

/// A single number.
#[derive(FromQueryResult)]
struct Counted {
    number: i64,
}

async fn number(connection: &impl ConnectionTrait, select: &SelectStatement) -> Result<i64, StoreError> {
    let row = connection.query_one(select).await?;
    Ok(row.map(|row| Counted::from_query_result(&row, "")).transpose()?.map_or(0, |counted| counted.number))
}

fn count() -> SelectStatement {
    Query::select().expr_as(Func::count(Expr::col(Asterisk)), "number").to_owned()
}

/// The number of rows in a table, counted up to `limit`.
pub(super) async fn upto(
    connection: &impl ConnectionTrait,
    table: impl EntityTrait,
    limit: u64,
) -> Result<i64, StoreError> {
    let limit = limit.min(i64::MAX.cast_unsigned());
    let some = Query::select().expr(Expr::Constant(1.into())).from(table).limit(limit).to_owned();
    number(connection, count().from_subquery(some, "counted")).await
}

/// On a cluster, each machine counts its own rows; with a limit, they would all send their rows instead. A
/// lost machine is left out: events of its organizations are not accepted either.
async fn everywhere(store: &Store) -> Result<i64, StoreError> {
    match number(store, count().from(queue::Entity)).await {
        Ok(counted) => Ok(counted),
        Err(error) if error.is_machine_lost() => {
            let parts = store.ask_parts("events_queue", "SELECT count(*) FROM %1$s").await?;
            Ok(parts.iter().filter_map(|part| part.parse::<i64>().ok()).sum())
        }
        Err(error) => Err(error),
    }
}

/// Keeps the estimate up to date for as long as it is in use; pauses while the queue is empty.
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
