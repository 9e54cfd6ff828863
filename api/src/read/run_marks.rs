//! What is asked of all runs of a session together, read without the rest of them.
use crate::error::ApiError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use entities::keys::RunKeys;
use entities::{Artifacts, Instant, Key, RunId, SessionId};
use std::collections::HashMap;
use std::sync::Arc;

/// When a run began and ended, and which events tell of it.
#[derive(Clone, Debug)]
pub struct RunMarks {
    /// The run.
    pub run_id: RunId,
    /// The first event that says it started.
    pub started: Option<(Instant, String)>,
    /// Its terminal event.
    pub completed: Option<(Instant, String)>,
}

/// The marks of all runs of each of the sessions, in no order. Of sessions that lie outside the scope
/// there are none.
pub async fn of_sessions(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Vec<RunMarks>>, ApiError> {
    let text = "SELECT run_id, session_id, first_at, started_event_at, completed_at, keys FROM run_facts
                WHERE org_id = $1";
    let mut statement = Statement::of(scope, text);
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    let id = |key: Key| key.event_id.as_str().to_owned();
    let mut found: HashMap<SessionId, Vec<RunMarks>> = HashMap::new();
    for row in reader.fetch(scope, statement.into_sql()).await? {
        let keys = RunKeys::decode(row.instant(2)?, row.bytes(5)?).map_err(ApiError::internal)?;
        let marks = RunMarks {
            run_id: RunId::from(row.text(0)?),
            started: row.instant_or_null(3)?.zip(keys.started.map(id)),
            completed: row.instant_or_null(4)?.zip(keys.terminal.map(id)),
        };
        found.entry(SessionId::from(row.text(1)?)).or_default().push(marks);
    }
    Ok(found)
}

/// What each run of each of the sessions changed, as far as it reports that.
pub async fn changes(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Vec<Artifacts>>, ApiError> {
    let text = "SELECT session_id, artifacts FROM run_facts
                WHERE org_id = $1 AND artifacts IS NOT NULL AND completed_at IS NOT NULL";
    let mut statement = Statement::of(scope, text);
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    let mut found: HashMap<SessionId, Vec<Artifacts>> = HashMap::new();
    for row in reader.fetch(scope, statement.into_sql()).await? {
        let artifacts = serde_json::from_str(row.text(1)?).map_err(ApiError::internal)?;
        found.entry(SessionId::from(row.text(0)?)).or_default().push(artifacts);
    }
    Ok(found)
}
