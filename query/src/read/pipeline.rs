//! How far the pipeline has come, over all organisations. These few statements cross organisations
//! because that is their question.
use crate::error::QueryError;
use crate::read::Reader;
use crate::scope::OperatorScope;
use domain::Instant;

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
pub async fn backlog(reader: &Reader, scope: &OperatorScope) -> Result<Backlog, QueryError> {
    // An event is due when it is received; one that waits for another try is due later, so for those
    // few the event itself is asked.
    let sql = "SELECT queued, fresh,
                 (SELECT MIN(r.received_at) FROM events_queue q
                    JOIN events_raw r ON r.org_id = q.org_id AND r.event_id = q.event_id
                   WHERE q.attempts > 0),
                 (SELECT COUNT(*) FROM events_dead_letter), (SELECT MAX(projected_at) FROM projection_state)
               FROM (SELECT COUNT(*) AS queued, MIN(CASE WHEN attempts = 0 THEN due_at END) AS fresh
                       FROM events_queue) AS queue";
    let rows = reader.fetch(scope, sql).await?;
    let row = rows.first().ok_or_else(|| QueryError::internal("an aggregate without a row"))?;
    Ok(Backlog {
        queued: row.int(0)?,
        oldest: row.instant_or_null(1)?.into_iter().chain(row.instant_or_null(2)?).min(),
        dead: row.int(3)?,
        projected_at: row.instant_or_null(4)?,
    })
}

/// How many events are stored.
pub async fn events_stored(reader: &Reader, scope: &OperatorScope) -> Result<i64, QueryError> {
    let rows = reader.fetch(scope, "SELECT COUNT(*) FROM events_raw").await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0))
}
