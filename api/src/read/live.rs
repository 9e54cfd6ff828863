//! What goes on in an organisation now.
use crate::error::ApiError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use entities::Instant;

/// The instants that decide what is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moments {
    /// Now.
    pub now: Instant,
    /// A run that began later may still be running.
    pub open_since: Instant,
    /// A session with a later event is active, unless all of its events lie in the future.
    pub active_since: Instant,
    /// A run that started later has just started.
    pub started_since: Instant,
}

/// The live counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Live {
    /// Runs that are running.
    pub running: i64,
    /// Sessions that are active.
    pub active_sessions: i64,
    /// Runs that have just started.
    pub just_started: i64,
}

/// Counts what is live. A run that has just started is looked for among the sessions that were
/// active since, because open runs alone would miss those that ended at once.
pub async fn load(reader: &Reader, scope: &OrgScope, at: Moments) -> Result<Live, ApiError> {
    let mut statement = Statement::of(
        scope,
        "SELECT
           (SELECT COUNT(*) FROM run_facts WHERE org_id = $1 AND completed_at IS NULL AND first_at > $2),
           (SELECT COUNT(*) FROM session_stats WHERE org_id = $1 AND last_event_at > $3 AND first_event_at <= $5),
           (SELECT COUNT(*) FROM session_stats s
              JOIN run_facts r ON r.org_id = s.org_id AND r.session_id = s.session_id
             WHERE s.org_id = $1 AND s.last_event_at > $4
               AND r.started_event_at > $4 AND r.started_event_at <= $5)",
    );
    statement.bind(at.open_since);
    statement.bind(at.active_since);
    statement.bind(at.started_since);
    statement.bind(at.now);
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    let row = rows.first().ok_or_else(|| ApiError::internal("a count without a row"))?;
    Ok(Live { running: row.int(0)?, active_sessions: row.int(1)?, just_started: row.int(2)? })
}
