//! What waits for projection, over all organisations: for those who run the system, who have no
//! place in any of them. These few statements cross organisations because that is their question,
//! and each costs about as much as there are organisations, the count excepted, which is bounded.
use domain::Instant;
use store::{Row, Sql, Store, StoreError};

/// What waits and what was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Events that wait, counted up to a limit.
    pub queued: i64,
    /// Those of them whose projection has failed before.
    pub retried: i64,
    /// When the oldest of those that were never tried was received.
    pub oldest: Option<Instant>,
    /// Events that were given up.
    pub dead: i64,
    /// When anything was last projected.
    pub projected_at: Option<Instant>,
}

/// Hops along the key of the queue from one organisation to the next; the first event of each that was
/// never tried is found behind the few that wait for another try.
const OLDEST: &str = "WITH RECURSIVE hop(org_id) AS (
        SELECT (SELECT min(org_id) FROM events_queue)
        UNION ALL
        SELECT (SELECT min(q.org_id) FROM events_queue q WHERE q.org_id > hop.org_id) FROM hop WHERE hop.org_id IS NOT NULL
     ) SELECT min((SELECT q.due_at FROM events_queue q WHERE q.org_id = hop.org_id AND q.attempts = 0
                   ORDER BY q.due_at LIMIT 1))
     FROM hop WHERE hop.org_id IS NOT NULL";

/// Where the tables are spread over machines nothing can hop, and with a limit all would send their rows:
/// each machine looks through its own.
const DISTRIBUTED: [&str; 3] = [
    "SELECT count(*), count(CASE WHEN attempts > 0 THEN 1 END), min(CASE WHEN attempts = 0 THEN due_at END)
     FROM events_queue",
    "SELECT count(*) FROM events_dead_letter",
    "SELECT max(projected_at) FROM projection_state",
];

/// The backlog of now; counts stop at `limit`, except on a cluster.
///
/// # Errors
/// Whatever the database says.
pub async fn backlog(store: &Store, limit: u32) -> Result<Backlog, StoreError> {
    if store.is_distributed().await? {
        return distributed(store).await;
    }
    let counts = "SELECT queued, retried,
        (SELECT count(*) FROM (SELECT 1 FROM events_dead_letter LIMIT $1) AS dead),
        (SELECT max(projected_at) FROM projection_state)
        FROM (SELECT count(*) AS queued, count(CASE WHEN attempts > 0 THEN 1 END) AS retried
                FROM (SELECT attempts FROM events_queue LIMIT $1) AS waiting) AS queue";
    let counts = one(store.fetch(Sql::new(counts).int(limit)).await?)?;
    let oldest = one(store.fetch(OLDEST).await?)?;
    Ok(Backlog {
        queued: counts.int(0)?,
        retried: counts.int(1)?,
        dead: counts.int(2)?,
        projected_at: counts.instant_or_null(3)?,
        oldest: oldest.instant_or_null(0)?,
    })
}

async fn distributed(store: &Store) -> Result<Backlog, StoreError> {
    let [queue, dead, projected] = DISTRIBUTED;
    let queue = one(store.fetch(queue).await?)?;
    Ok(Backlog {
        queued: queue.int(0)?,
        retried: queue.int(1)?,
        oldest: queue.instant_or_null(2)?,
        dead: one(store.fetch(dead).await?)?.int(0)?,
        projected_at: one(store.fetch(projected).await?)?.instant_or_null(0)?,
    })
}

fn one(rows: Vec<Row>) -> Result<Row, StoreError> {
    rows.into_iter().next().ok_or_else(|| StoreError::Damaged("an aggregate without a row".to_owned()))
}
