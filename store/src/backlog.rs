//! What is waiting for projection, over all organizations: for operators, who belong to none of them. These
//! few statements cross organizations because that is what operators ask. Each costs about as much as there
//! are organizations, except for the count, which has a limit.
use crate::{Store, StoreError};
use domain::Instant;
use sea_orm::{FromQueryResult, Value};

/// How much is waiting and how much was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Queued events, counted up to a limit.
    pub queued: i64,
    /// Queued events whose projection has failed before.
    pub retried: i64,
    /// When the oldest queued event that was never tried was received.
    pub oldest: Option<Instant>,
    /// Dead letters.
    pub dead: i64,
    /// When anything was last projected.
    pub projected_at: Option<Instant>,
}

/// Hops along the key of the queue from one organization to the next. The first never-tried event of each
/// comes right after the few that are waiting for a retry.
const OLDEST: &str = "WITH RECURSIVE hop(org_id) AS (
        SELECT (SELECT min(org_id) FROM events_queue)
        UNION ALL
        SELECT (SELECT min(q.org_id) FROM events_queue q WHERE q.org_id > hop.org_id) FROM hop WHERE hop.org_id IS NOT NULL
     ) SELECT min((SELECT q.due_at FROM events_queue q WHERE q.org_id = hop.org_id AND q.attempts = 0
                   ORDER BY q.due_at LIMIT 1)) AS oldest
     FROM hop WHERE hop.org_id IS NOT NULL";

/// The counts, each up to a limit.
const COUNTS: &str = "SELECT queued, retried,
        (SELECT count(*) FROM (SELECT 1 FROM events_dead_letter LIMIT $1) AS dead) AS dead,
        (SELECT max(projected_at) FROM projection_state) AS projected_at
        FROM (SELECT count(*) AS queued, count(CASE WHEN attempts > 0 THEN 1 END) AS retried
                FROM (SELECT attempts FROM events_queue LIMIT $1) AS waiting) AS queue";

/// Where the tables are sharded, hopping does not work, and with a limit every shard would send its rows:
/// each machine scans its own instead.
const SPREAD_QUEUE: &str = "SELECT count(*) AS queued, count(CASE WHEN attempts > 0 THEN 1 END) AS retried,
         min(CASE WHEN attempts = 0 THEN due_at END) AS oldest
     FROM events_queue";
const SPREAD_DEAD: &str = "SELECT count(*) AS dead FROM events_dead_letter";
const SPREAD_PROJECTED: &str = "SELECT max(projected_at) AS projected_at FROM projection_state";

#[derive(FromQueryResult)]
struct Counts {
    queued: i64,
    retried: i64,
    dead: i64,
    projected_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct Oldest {
    oldest: Option<i64>,
}

#[derive(FromQueryResult)]
struct Queue {
    queued: i64,
    retried: i64,
    oldest: Option<i64>,
}

#[derive(FromQueryResult)]
struct Dead {
    dead: i64,
}

#[derive(FromQueryResult)]
struct Projected {
    projected_at: Option<i64>,
}

/// The current backlog; counts stop at `limit`, except on a cluster.
///
/// # Errors
/// Returns any database error.
pub async fn backlog(store: &Store, limit: u32) -> Result<Backlog, StoreError> {
    if store.is_distributed().await? {
        return distributed(store).await;
    }
    let counts: Counts = one(store, COUNTS, [i64::from(limit).into()]).await?;
    let Oldest { oldest } = one(store, OLDEST, []).await?;
    Ok(Backlog {
        queued: counts.queued,
        retried: counts.retried,
        dead: counts.dead,
        projected_at: counts.projected_at.map(Instant),
        oldest: oldest.map(Instant),
    })
}

async fn distributed(store: &Store) -> Result<Backlog, StoreError> {
    let queue: Queue = one(store, SPREAD_QUEUE, []).await?;
    let Dead { dead } = one(store, SPREAD_DEAD, []).await?;
    let Projected { projected_at } = one(store, SPREAD_PROJECTED, []).await?;
    Ok(Backlog {
        queued: queue.queued,
        retried: queue.retried,
        oldest: queue.oldest.map(Instant),
        dead,
        projected_at: projected_at.map(Instant),
    })
}

async fn one<T: FromQueryResult>(
    store: &Store,
    text: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<T, StoreError> {
    let row = store.select(text, values).await?.into_iter().next();
    row.ok_or_else(|| StoreError::Damaged("an aggregate without a row".to_owned()))
}
