//! How far the pipeline has come, over all organisations. These few statements cross organisations
//! because that is their question.
use crate::error::ApiError;
use crate::read::Reader;
use crate::scope::OperatorScope;
use entities::Instant;

/// What waits and what was given up.
#[derive(Clone, Copy, Debug)]
pub struct Backlog {
    /// Events that wait, those that wait for another try included.
    pub queued: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<Instant>,
    /// Events that were given up.
    pub dead: i64,
    /// When anything was last projected.
    pub projected_at: Option<Instant>,
}

/// The backlog of now.
pub async fn backlog(reader: &Reader, scope: &OperatorScope) -> Result<Backlog, ApiError> {
    // An event that was never tried is due from its receipt on.
    let sql = "SELECT queued, oldest,
                 (SELECT COUNT(*) FROM events_dead_letter), (SELECT MAX(projected_at) FROM projection_state)
               FROM (SELECT COUNT(*) AS queued, MIN(due_at) AS oldest FROM events_queue) AS queue";
    let rows = reader.fetch(scope, sql).await?;
    let row = rows.first().ok_or_else(|| ApiError::internal("an aggregate without a row"))?;
    Ok(Backlog {
        queued: row.int(0)?,
        oldest: row.instant_or_null(1)?,
        dead: row.int(2)?,
        projected_at: row.instant_or_null(3)?,
    })
}

/// How many events are stored.
pub async fn events_stored(reader: &Reader, scope: &OperatorScope) -> Result<i64, ApiError> {
    let rows = reader.fetch(scope, "SELECT COUNT(*) FROM events_raw").await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0))
}
