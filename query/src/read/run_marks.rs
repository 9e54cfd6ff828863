//! What is asked of all runs of a session together, read without the rest of them.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::keys::RunKeys;
use domain::{Artifacts, Instant, Key, RunId, SessionId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Engine, Row};

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
) -> Result<HashMap<SessionId, Vec<RunMarks>>, QueryError> {
    let text = "SELECT run_id, session_id, first_at, started_event_at, completed_at, keys FROM run_facts
                WHERE org_id = $1";
    let mut statement = Statement::of(scope, text);
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    let id = |key: Key| key.event_id.as_str().to_owned();
    let mut found: HashMap<SessionId, Vec<RunMarks>> = HashMap::new();
    for row in reader.fetch(scope, reader.bounded(statement)).await? {
        let keys = RunKeys::decode(row.instant(2)?, row.bytes(5)?).map_err(QueryError::internal)?;
        let marks = RunMarks {
            run_id: RunId::from(row.text(0)?),
            started: row.instant_or_null(3)?.zip(keys.started.map(id)),
            completed: row.instant_or_null(4)?.zip(keys.terminal.map(id)),
        };
        found.entry(SessionId::from(row.text(1)?)).or_default().push(marks);
    }
    Ok(found)
}

/// How many starts and ends of runs each of the sessions has; those without any may be left out.
pub async fn counts(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, i64>, QueryError> {
    let text = "SELECT session_id, COUNT(started_event_at) + COUNT(completed_at) FROM run_facts WHERE org_id = $1";
    let mut statement = Statement::of(scope, text);
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    statement.push(" GROUP BY session_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((SessionId::from(row.text(0)?), row.int(1)?))).collect()
}

/// What each run of each of the sessions changed, as far as it reports that; the changed files only where
/// they are asked for, because they are the most of it by far.
pub async fn changes(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    with_files: bool,
) -> Result<HashMap<SessionId, Vec<Artifacts>>, QueryError> {
    let of = |columns: &str| {
        let text = format!(
            "SELECT {columns} FROM run_facts
             WHERE org_id = $1 AND artifacts IS NOT NULL AND completed_at IS NOT NULL"
        );
        let mut statement = Statement::of(scope, &text);
        statement.and_own_sessions(scope);
        statement.and_in("session_id", session_ids);
        statement
    };
    let read = if with_files { whole } else { figures };
    let columns = if with_files {
        let size = of("CAST(COALESCE(SUM(LENGTH(artifacts)), 0) AS BIGINT)");
        let size = reader.fetch(scope, size.into_sql()).await?;
        reader.expect_bytes(size.first().map_or(Ok(0), |row| row.int(0))?)?;
        "session_id, artifacts".to_owned()
    } else {
        let figure = |name: &str| match reader.engine() {
            Engine::Sqlite => format!("json_extract(artifacts, '$.{name}')"),
            Engine::Postgres => format!("CAST(CAST(artifacts AS json) ->> '{name}' AS BIGINT)"),
        };
        format!("session_id, {}", FIGURES.map(figure).join(", "))
    };
    let mut found: HashMap<SessionId, Vec<Artifacts>> = HashMap::new();
    for row in reader.fetch(scope, reader.bounded(of(&columns))).await? {
        found.entry(SessionId::from(row.text(0)?)).or_default().push(read(&row)?);
    }
    Ok(found)
}

/// The figures of what a run changed, in the order in which [`figures`] reads them.
const FIGURES: [&str; 5] = ["files_changed", "lines_added", "lines_deleted", "tests_run", "tests_passed"];

fn figures(row: &Row) -> Result<Artifacts, QueryError> {
    Ok(Artifacts {
        files_changed: row.int_or_null(1)?.unwrap_or(0),
        lines_added: row.int_or_null(2)?.unwrap_or(0),
        lines_deleted: row.int_or_null(3)?.unwrap_or(0),
        tests_run: row.int_or_null(4)?,
        tests_passed: row.int_or_null(5)?,
        files: Vec::new(),
    })
}

fn whole(row: &Row) -> Result<Artifacts, QueryError> {
    serde_json::from_str(row.text(1)?).map_err(QueryError::internal)
}
