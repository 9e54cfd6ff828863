//! Sessions by id, and the columns of every statement about them.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::{Instant, SessionId, UserId};
use std::sync::Arc;
use store::Row;

/// A session, as its events so far tell.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The session.
    pub session_id: SessionId,
    /// Whose it is.
    pub user_id: Option<UserId>,
    /// The repository.
    pub repo_id: Option<String>,
    /// The first message, else the first event.
    pub started_at: Instant,
    /// The last event.
    pub last_event_at: Instant,
    /// The first event of the latest run without a terminal event.
    pub last_open_run_at: Option<Instant>,
    /// From the first to the last event, in milliseconds.
    pub lifespan_ms: i64,
    /// Sum of its runs' durations, in milliseconds.
    pub active_time_ms: i64,
    /// Completed runs.
    pub run_count: i64,
    /// Those that succeeded.
    pub successful_runs: i64,
    /// Those that did not.
    pub failed_runs: i64,
    /// Handoffs.
    pub handoff_count: i64,
    /// Cost of its runs, in nano-USD.
    pub cost_nano_usd: i64,
    /// Input tokens of its runs.
    pub input_tokens: i64,
    /// Output tokens of its runs.
    pub output_tokens: i64,
    /// Whether a run followed a handoff.
    pub post_handoff: bool,
}

/// The columns that [`session_row`] reads.
pub(crate) const COLUMNS: &str = "session_id, user_id, repo_id, started_at, last_event_at, last_open_run_at, \
     lifespan_ms, active_time_ms, run_count, successful_runs, failed_runs, handoff_count, cost_nano_usd, \
     input_tokens, output_tokens, post_handoff";

/// Those of the sessions that exist within the scope.
pub async fn by_ids(reader: &Reader, scope: &OrgScope, ids: &[Arc<str>]) -> Result<Vec<SessionRow>, QueryError> {
    let mut statement = Statement::of(scope, &format!("SELECT {COLUMNS} FROM session_stats WHERE org_id = $1"));
    if let Some(own) = scope.own() {
        statement.and("user_id =", own.shared());
    }
    statement.and_in("session_id", ids);
    reader.fetch(scope, statement.into_sql()).await?.iter().map(session_row).collect()
}

/// A session from a row with the columns that the page of sessions reads.
pub(crate) fn session_row(row: &Row) -> Result<SessionRow, QueryError> {
    Ok(SessionRow {
        session_id: SessionId::from(row.text(0)?),
        user_id: row.text_or_null(1)?.map(UserId::from),
        repo_id: row.text_or_null(2)?.map(str::to_owned),
        started_at: row.instant(3)?,
        last_event_at: row.instant(4)?,
        last_open_run_at: row.instant_or_null(5)?,
        lifespan_ms: row.int(6)?,
        active_time_ms: row.int(7)?,
        run_count: row.int(8)?,
        successful_runs: row.int(9)?,
        failed_runs: row.int(10)?,
        handoff_count: row.int(11)?,
        cost_nano_usd: row.int(12)?,
        input_tokens: row.int(13)?,
        output_tokens: row.int(14)?,
        post_handoff: row.bool(15)?,
    })
}
