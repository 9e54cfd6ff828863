//! The runs of sessions: pages of them, single ones, and all runs of a session. For what is read of all runs
//! together, see [`super::run_marks`].
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{NUMBER, NUMBERED, any, columns, is_one_of, numbered, numbers};
use crate::scope::OrgScope;
use domain::keys::RunKeys;
use domain::{Artifacts, CostSource, ErrorCategory, Instant, Key, RunId, RunStatus, SessionId};
use entities::run_fact::{Column, Entity};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, IntoCondition as _, Order, WindowStatement};
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};
use store::{Engine, StoreError};

/// A run, as known from its events so far.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// The run.
    pub run_id: RunId,
    /// Its session.
    pub session_id: SessionId,
    /// Its position among the runs of its session, ordered by first event, from 1.
    pub number: i64,
    /// When its first event occurred.
    pub first_at: Instant,
    /// The first event that says it started: when, and which event it was. Of an inferred run its prompt, or else
    /// its first step, and the id `<run id>:start`.
    pub started: Option<(Instant, String)>,
    /// How it ended.
    pub completed: Option<Completed>,
    /// What it cost, if anything says so.
    pub figures: Option<RunFigures>,
    /// Whether no event reports its start or its end.
    pub is_inferred: bool,
    /// Of an inferred run that has not ended, its last step, or else its prompt.
    pub alive_at: Option<Instant>,
    /// How long it waited in the producer's queue, in milliseconds.
    pub queue_wait_ms: Option<i64>,
    /// The model named by the terminal event, or else by the first event that names one; of an inferred run that of
    /// its last call.
    pub model: Option<String>,
}

/// What a run cost, completed or open.
#[derive(Clone, Copy, Debug)]
pub struct RunFigures {
    /// The cost, in nano-USD.
    pub cost_nano_usd: i64,
    /// Where the cost comes from.
    pub cost_source: CostSource,
    /// Model calls whose cost is missing from it.
    pub unpriced_calls: i64,
    /// Tokens in, caches included.
    pub input_tokens: i64,
    /// Tokens out, reasoning included.
    pub output_tokens: i64,
    /// Tokens in that were read from a cache, if anything says so.
    pub cache_read_tokens: Option<i64>,
    /// Tokens in that were written to a cache, if anything says so.
    pub cache_write_tokens: Option<i64>,
    /// Tokens out of reasoning, if it has steps.
    pub reasoning_tokens: Option<i64>,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Completed {
    /// When it ended.
    pub at: Instant,
    /// The id of the terminal event; of an inferred end `<run id>:end`.
    pub event_id: String,
    /// How the run ended.
    pub status: RunStatus,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// The reason for a failure, in the producer's words.
    pub error_type: Option<String>,
    /// What the run changed.
    pub artifacts: Option<Arc<Artifacts>>,
}

impl Completed {
    /// The category of the failure; `None` for a success.
    #[must_use]
    pub fn category(&self) -> Option<ErrorCategory> {
        ErrorCategory::of(self.status, self.error_type.as_deref())
    }
}

impl RunRow {
    /// When its first start event occurred, or else its end minus its duration.
    #[must_use]
    pub fn started_at(&self) -> Option<Instant> {
        let reckoned = self.completed.as_ref().map(|end| end.at.minus_millis(end.duration_ms));
        self.started.as_ref().map(|(at, _)| *at).or(reckoned)
    }
}

/// The columns of a run that are read.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Stored {
    run_id: String,
    session_id: String,
    first_at: i64,
    started_event_at: Option<i64>,
    completed_at: Option<i64>,
    queue_wait_ms: Option<i64>,
    terminal_model: Option<String>,
    first_model: Option<String>,
    status: Option<i16>,
    duration_ms: Option<i64>,
    cost_nano_usd: Option<i64>,
    input_tokens: Option<i64>,
    output_tokens: Option<i64>,
    cache_read_tokens: Option<i64>,
    cache_write_tokens: Option<i64>,
    reasoning_tokens: Option<i64>,
    unpriced_calls: Option<i64>,
    cost_source: Option<i16>,
    alive_at: Option<i64>,
    is_inferred: bool,
    error_type: Option<String>,
    artifacts: Option<String>,
    keys: Vec<u8>,
}

/// A run with its number.
#[derive(FromQueryResult)]
struct Numbered {
    #[sea_orm(nested)]
    run: Stored,
    number: i64,
}

/// Which runs of a session are requested.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunPage {
    /// How many, at most.
    pub limit: usize,
    /// Only runs after this one.
    pub after: Option<RunId>,
}

/// A page of the runs of each session, by number. Sessions outside the scope have none, and neither is
/// anything returned after a run that does not belong to the session.
pub async fn page(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    page: &RunPage,
) -> Result<HashMap<SessionId, Vec<RunRow>>, QueryError> {
    let after = page.after.as_ref().map(|after| ("run_id", after.as_str()));
    numbered_runs(reader, scope, session_ids, numbers(after, page.limit)).await
}

/// Those of these runs that belong to the sessions and are within the scope.
pub async fn by_ids(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    run_ids: &[Arc<str>],
) -> Result<Vec<RunRow>, QueryError> {
    let wanted = is_one_of(Expr::col((NUMBERED, Column::RunId)), run_ids);
    let found = numbered_runs(reader, scope, session_ids, wanted.into_condition()).await?;
    Ok(found.into_values().flatten().collect())
}

/// The runs of the sessions with the requested numbers or ids. Of all runs, only the columns that decide the
/// numbers are read; their artifacts are large, and are read only for the requested runs.
async fn numbered_runs(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    wanted: Condition,
) -> Result<HashMap<SessionId, Vec<RunRow>>, QueryError> {
    let order = WindowStatement::partition_by(Column::SessionId)
        .order_by(Column::FirstAt, Order::Asc)
        .order_by_expr(Expr::cust(first_event_id(reader.engine())), Order::Asc)
        .to_owned();
    let mut runs = Entity::find().select_only().column(Column::RunId).filter(of(scope, session_ids)).into_query();
    runs.expr_window_as(Expr::cust("ROW_NUMBER()"), order, NUMBER);
    let same = scope.holds(Column::OrgId).and(Column::RunId.into_expr().equals((NUMBERED, Column::RunId)));
    let mut select = columns::<Entity, Stored>().filter(wanted).into_query();
    select
        .column((NUMBERED, NUMBER))
        .from_clear()
        .from(NUMBERED)
        .inner_join(Entity, same)
        .order_by((NUMBERED, NUMBER), Order::Asc);
    let mut found: HashMap<SessionId, Vec<RunRow>> = HashMap::new();
    for row in reader.scoped(scope).all::<Numbered>(&select.with(numbered(runs))).await? {
        let (_, run) = run_row(row.run)?;
        found.entry(run.session_id.clone()).or_default().push(RunRow { number: row.number, ..run });
    }
    Ok(found)
}

/// Whether a run belongs to one of the sessions, and the session is within the scope.
fn of(scope: &OrgScope, session_ids: &[Arc<str>]) -> Condition {
    scope.admits_session(Column::OrgId, Column::SessionId).add(is_one_of(Column::SessionId, session_ids))
}

/// The id of a run's first event, as an SQL expression. Runs are ordered by time and then by the bytes of
/// this id, which is at the beginning of the column `keys` (see `domain::keys`).
fn first_event_id(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => POSTGRES,
        Engine::Sqlite => &SQLITE,
    }
}

/// Two bytes come first; then the length of the id, in one byte, or in two with seven bits each.
const POSTGRES: &str = "CASE WHEN get_byte(keys, 2) < 128
    THEN substring(keys FROM 4 FOR get_byte(keys, 2))
    ELSE substring(keys FROM 5 FOR get_byte(keys, 2) - 128 + 128 * get_byte(keys, 3)) END";

/// SQLite has no function for the value of a byte: its position within a string of all bytes is used instead.
static SQLITE: LazyLock<String> = LazyLock::new(|| {
    let all = (0..=255_u8).fold(String::new(), |mut all, byte| {
        // Writing to a string cannot fail.
        let _ = write!(all, "{byte:02x}");
        all
    });
    let byte = |place: u8| format!("(instr(x'{all}', substr(keys, {place}, 1)) - 1)");
    let (low, high) = (byte(3), byte(4));
    format!(
        "CASE WHEN substr(keys, 3, 1) < x'80' THEN substr(keys, 4, {low})
         ELSE substr(keys, 5, {low} - 128 + 128 * {high}) END"
    )
});

/// Whether the session has this run.
pub async fn has(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    run_id: &RunId,
) -> Result<bool, QueryError> {
    let select = any::<Entity>()
        .filter(scope.admits_session(Column::OrgId, Column::SessionId))
        .filter(Column::SessionId.eq(session_id.as_str()))
        .filter(Column::RunId.eq(run_id.as_str()));
    reader.scoped(scope).exists(select.as_query()).await
}

/// The runs of each session, by number. Sessions outside the scope have none.
pub async fn of_sessions(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Vec<RunRow>>, QueryError> {
    let runs = Entity::find().filter(of(scope, session_ids)).into_partial_model::<Stored>();
    let mut found: HashMap<SessionId, Vec<(String, RunRow)>> = HashMap::new();
    for row in runs.all(&reader.scoped(scope)).await? {
        let (first_event_id, run) = run_row(row)?;
        found.entry(run.session_id.clone()).or_default().push((first_event_id, run));
    }
    Ok(found.into_iter().map(|(session_id, runs)| (session_id, in_order(runs))).collect())
}

fn in_order(mut runs: Vec<(String, RunRow)>) -> Vec<RunRow> {
    runs.sort_by(|(one_id, one), (other_id, other)| (one.first_at, one_id).cmp(&(other.first_at, other_id)));
    runs.into_iter().zip(1..).map(|((_, run), number)| RunRow { number, ..run }).collect()
}

/// The id of the run's first event, and the run without its number.
fn run_row(stored: Stored) -> Result<(String, RunRow), QueryError> {
    let first_at = Instant(stored.first_at);
    let keys = RunKeys::decode(first_at, &stored.keys).map_err(QueryError::internal)?;
    let id = |key: Key| key.event_id.as_str().to_owned();
    let ids = MarkIds::of(&stored.run_id, stored.is_inferred, keys.started.map(id), keys.terminal.map(id));
    let end = stored.completed_at.map(Instant).zip(ids.completed);
    let completed = end.map(|(at, event_id)| completed(&stored, at, event_id)).transpose()?;
    let run = RunRow {
        figures: figures(&stored),
        is_inferred: stored.is_inferred,
        alive_at: stored.alive_at.map(Instant),
        run_id: RunId::from(stored.run_id),
        session_id: SessionId::from(stored.session_id),
        number: 0,
        first_at,
        started: stored.started_event_at.map(Instant).zip(ids.started),
        completed,
        queue_wait_ms: stored.queue_wait_ms,
        model: stored.terminal_model.or(stored.first_model),
    };
    Ok((id(keys.first), run))
}

/// The ids of the events that report the start and the end of a run; inferred ones have ids made from the run's.
#[derive(Debug)]
pub(super) struct MarkIds {
    pub(super) started: Option<String>,
    pub(super) completed: Option<String>,
}

impl MarkIds {
    pub(super) fn of(run_id: &str, is_inferred: bool, started: Option<String>, completed: Option<String>) -> Self {
        if is_inferred {
            return Self { started: Some(format!("{run_id}:start")), completed: Some(format!("{run_id}:end")) };
        }
        Self { started, completed }
    }
}

/// The figures of a run that counts: one that ended, or one that is open and has a prompt or steps.
fn figures(stored: &Stored) -> Option<RunFigures> {
    Some(RunFigures {
        cost_nano_usd: stored.cost_nano_usd?,
        // Nothing is stored if all that is known is what the terminal event reports.
        cost_source: stored.cost_source.and_then(CostSource::from_code).unwrap_or(CostSource::Reported),
        unpriced_calls: stored.unpriced_calls.unwrap_or_default(),
        input_tokens: stored.input_tokens?,
        output_tokens: stored.output_tokens?,
        cache_read_tokens: stored.cache_read_tokens,
        cache_write_tokens: stored.cache_write_tokens,
        reasoning_tokens: stored.reasoning_tokens,
    })
}

fn completed(stored: &Stored, at: Instant, event_id: String) -> Result<Completed, QueryError> {
    let told = |what: Option<i64>, name: &str| {
        what.ok_or_else(|| StoreError::Damaged(format!("a run that ended has no {name}")))
    };
    let status = stored.status.and_then(RunStatus::from_code);
    let artifacts = stored.artifacts.as_deref().map(serde_json::from_str::<Artifacts>).transpose();
    Ok(Completed {
        at,
        event_id,
        status: status.ok_or_else(|| StoreError::Damaged("a run has an unknown status".to_owned()))?,
        duration_ms: told(stored.duration_ms, "duration")?,
        error_type: stored.error_type.clone(),
        artifacts: artifacts.map_err(QueryError::internal)?.map(Arc::new),
    })
}
