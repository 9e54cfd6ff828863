//! The runs of sessions: pages of them, single ones, and all of a session. What is asked of all runs
//! together, see [`super::run_marks`].
use crate::error::QueryError;
use crate::read::{Reader, Statement, run_order};
use crate::scope::OrgScope;
use domain::keys::RunKeys;
use domain::{Artifacts, ErrorCategory, Instant, Key, RunId, RunStatus, SessionId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Row, StoreError};

/// A run, as its events so far tell.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// The run.
    pub run_id: RunId,
    /// Its session.
    pub session_id: SessionId,
    /// Its rank among the runs of its session by first event, from 1.
    pub number: i64,
    /// Its first event.
    pub first_at: Instant,
    /// The first event that says it started: when, and which event it was.
    pub started: Option<(Instant, String)>,
    /// Its terminal event.
    pub completed: Option<Completed>,
    /// How long it waited, in milliseconds.
    pub queue_wait_ms: Option<i64>,
    /// The model of the terminal event, else of the first that names one.
    pub model: Option<String>,
}

/// What the terminal event of a run tells.
#[derive(Clone, Debug)]
pub struct Completed {
    /// When it happened.
    pub at: Instant,
    /// Which event it was.
    pub event_id: String,
    /// How the run ended.
    pub status: RunStatus,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// What it cost, in nano-USD.
    pub cost_nano_usd: i64,
    /// Tokens in.
    pub input_tokens: i64,
    /// Tokens out.
    pub output_tokens: i64,
    /// What upstream calls the reason of a failure.
    pub error_type: Option<String>,
    /// What the run changed.
    pub artifacts: Option<Arc<Artifacts>>,
}

impl Completed {
    /// The category of the failure; none for a success.
    #[must_use]
    pub fn category(&self) -> Option<ErrorCategory> {
        ErrorCategory::of(self.status, self.error_type.as_deref())
    }
}

impl RunRow {
    /// The least time of its start events, else its end less its duration.
    #[must_use]
    pub fn started_at(&self) -> Option<Instant> {
        let reckoned = self.completed.as_ref().map(|end| end.at.minus_millis(end.duration_ms));
        self.started.as_ref().map(|(at, _)| *at).or(reckoned)
    }
}

const COLUMNS: &str = "r.run_id, r.session_id, r.first_at, r.started_event_at, r.completed_at, r.queue_wait_ms, \
     r.terminal_model, r.first_model, r.status, r.duration_ms, r.cost_nano_usd, r.input_tokens, r.output_tokens, \
     r.error_type, r.artifacts, r.keys";

/// Which runs of a session are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunPage {
    /// How many, at most.
    pub limit: usize,
    /// Only those after this run.
    pub after: Option<RunId>,
}

/// A page of the runs of each of the sessions, by number. Of sessions that lie outside the scope there
/// are none, and none after a run that is not of the session.
pub async fn page(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    page: &RunPage,
) -> Result<HashMap<SessionId, Vec<RunRow>>, QueryError> {
    let mut statement = numbered_runs(reader, scope, session_ids);
    match &page.after {
        Some(after) => {
            let after = statement.bind(after.shared());
            let start = format!("(SELECT a.number FROM numbered a WHERE a.run_id = {after})");
            statement.push(&format!(" WHERE n.number > {start} AND n.number <= {start} + {}", page.limit));
        }
        None => statement.push(&format!(" WHERE n.number <= {}", page.limit)),
    }
    statement.push(" ORDER BY n.number");
    found(reader.fetch(scope, statement.into_sql()).await?.iter())
}

/// These runs of these sessions, as far as they lie within the scope.
pub async fn by_ids(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    run_ids: &[Arc<str>],
) -> Result<Vec<RunRow>, QueryError> {
    let mut statement = numbered_runs(reader, scope, session_ids);
    statement.push(" WHERE 1 = 1");
    statement.and_in("n.run_id", run_ids);
    let found = found(reader.fetch(scope, statement.into_sql()).await?.iter())?;
    Ok(found.into_values().flatten().collect())
}

/// The beginning of a statement about runs `r` with their numbers `n`. Only what decides about the
/// numbers is read of all runs; what they changed is large, and read of those that are wanted.
fn numbered_runs(reader: &Reader, scope: &OrgScope, session_ids: &[Arc<str>]) -> Statement {
    let order = run_order::sql(reader.engine());
    let mut statement = Statement::of(
        scope,
        &format!(
            "WITH numbered AS (SELECT run_id, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY {order}) AS number
             FROM run_facts WHERE org_id = $1"
        ),
    );
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    statement.push(&format!(
        ") SELECT {COLUMNS}, n.number FROM numbered n JOIN run_facts r ON r.org_id = $1 AND r.run_id = n.run_id"
    ));
    statement
}

fn found<'a>(rows: impl Iterator<Item = &'a Row>) -> Result<HashMap<SessionId, Vec<RunRow>>, QueryError> {
    let mut found: HashMap<SessionId, Vec<RunRow>> = HashMap::new();
    for row in rows {
        let (_, run) = run_row(row)?;
        found.entry(run.session_id.clone()).or_default().push(RunRow { number: row.int(16)?, ..run });
    }
    Ok(found)
}

/// Whether the session has this run.
pub async fn has(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    run_id: &RunId,
) -> Result<bool, QueryError> {
    let mut statement = Statement::of(scope, "SELECT 1 FROM run_facts WHERE org_id = $1");
    statement.and("session_id =", session_id.shared());
    statement.and("run_id =", run_id.shared());
    statement.and_own_sessions(scope);
    Ok(!reader.fetch(scope, statement.into_sql()).await?.is_empty())
}

/// The runs of each of the sessions, by number. Of sessions that lie outside the scope
/// there are none.
pub async fn of_sessions(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Vec<RunRow>>, QueryError> {
    let mut statement = Statement::of(scope, &format!("SELECT {COLUMNS} FROM run_facts r WHERE org_id = $1"));
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    let mut found: HashMap<SessionId, Vec<(String, RunRow)>> = HashMap::new();
    for row in reader.fetch(scope, statement.into_sql()).await? {
        let (first_event_id, run) = run_row(&row)?;
        found.entry(run.session_id.clone()).or_default().push((first_event_id, run));
    }
    Ok(found.into_iter().map(|(session_id, runs)| (session_id, numbered(runs))).collect())
}

fn numbered(mut runs: Vec<(String, RunRow)>) -> Vec<RunRow> {
    runs.sort_by(|(one_id, one), (other_id, other)| (one.first_at, one_id).cmp(&(other.first_at, other_id)));
    runs.into_iter().zip(1..).map(|((_, run), number)| RunRow { number, ..run }).collect()
}

/// The id of the run's first event, and the run without its number.
fn run_row(row: &Row) -> Result<(String, RunRow), QueryError> {
    let first_at = row.instant(2)?;
    let keys = RunKeys::decode(first_at, row.bytes(15)?).map_err(QueryError::internal)?;
    let id = |key: Key| key.event_id.as_str().to_owned();
    let model = match row.text_or_null(6)? {
        Some(model) => Some(model),
        None => row.text_or_null(7)?,
    };
    let run = RunRow {
        run_id: RunId::from(row.text(0)?),
        session_id: SessionId::from(row.text(1)?),
        number: 0,
        first_at,
        started: row.instant_or_null(3)?.zip(keys.started.map(id)),
        completed: row
            .instant_or_null(4)?
            .zip(keys.terminal.map(id))
            .map(|(at, id)| completed(row, at, id))
            .transpose()?,
        queue_wait_ms: row.int_or_null(5)?,
        model: model.map(str::to_owned),
    };
    Ok((id(keys.first), run))
}

fn completed(row: &Row, at: Instant, event_id: String) -> Result<Completed, QueryError> {
    let status = RunStatus::from_code(row.code(8)?);
    let artifacts = row.text_or_null(14)?.map(serde_json::from_str::<Artifacts>).transpose();
    Ok(Completed {
        at,
        event_id,
        status: status.ok_or_else(|| StoreError::Damaged("a run has an unknown status".to_owned()))?,
        duration_ms: row.int(9)?,
        cost_nano_usd: row.int(10)?,
        input_tokens: row.int(11)?,
        output_tokens: row.int(12)?,
        error_type: row.text_or_null(13)?.map(str::to_owned),
        artifacts: artifacts.map_err(QueryError::internal)?.map(Arc::new),
    })
}
