//! Sessions by id, and the columns of every statement about them.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::is_one_of;
use crate::scope::OrgScope;
use domain::{CostSource, Instant, Mode, SessionId, UserId};
use entities::session_stats;
use sea_orm::sea_query::Expr;
use sea_orm::{DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};
use std::sync::Arc;
use store::columns::{self, Columns};

/// A session, as known from its events so far.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The session.
    pub session_id: SessionId,
    /// The person it belongs to.
    pub user_id: Option<UserId>,
    /// The repository.
    pub repo_id: Option<String>,
    /// The time of the first message, or else of the first event.
    pub started_at: Instant,
    /// When the last event occurred.
    pub last_event_at: Instant,
    /// When the first event of the latest run without a terminal event occurred.
    pub last_open_run_at: Option<Instant>,
    /// From the first to the last event, in milliseconds.
    pub lifespan_ms: i64,
    /// Sum of its runs' durations, in milliseconds.
    pub active_time_ms: i64,
    /// Completed runs.
    pub run_count: i64,
    /// Completed runs that succeeded.
    pub successful_runs: i64,
    /// Completed runs that failed.
    pub failed_runs: i64,
    /// Number of handoffs.
    pub handoff_count: i64,
    /// Cost of its runs, in nano-USD.
    pub cost_nano_usd: i64,
    /// Input tokens of its runs.
    pub input_tokens: i64,
    /// Output tokens of its runs.
    pub output_tokens: i64,
    /// Whether a run followed a handoff.
    pub post_handoff: bool,
    /// Its open runs with a prompt or steps.
    pub open_runs: i64,
    /// Input tokens of its runs that were read from a cache.
    pub cache_read_tokens: i64,
    /// Input tokens of its runs that were written to a cache.
    pub cache_write_tokens: i64,
    /// Where its cost comes from.
    pub cost_source: CostSource,
    /// Model calls whose cost is missing from its cost.
    pub unpriced_calls: i64,
    /// The latest step of its inferred runs that have not ended, or prompt of one without steps.
    pub last_open_step_at: Option<Instant>,
    /// The coding agent.
    pub agent: Option<String>,
    /// Its version.
    pub agent_version: Option<String>,
    /// Whether a person sits in front of it.
    pub mode: Option<Mode>,
    /// The branch.
    pub branch: Option<String>,
    /// The team.
    pub team_id: Option<String>,
}

/// The columns of [`SessionRow`], as one expression: building one for each column took a twelfth of the time of a page.
const COLUMNS: &str = "session_id, user_id, repo_id, started_at, last_event_at, last_open_run_at, lifespan_ms, \
    active_time_ms, run_count, successful_runs, failed_runs, handoff_count, cost_nano_usd, input_tokens, output_tokens, \
    post_handoff, open_runs, cache_read_tokens, cache_write_tokens, unpriced_calls, last_open_step_at, agent, agent_version, \
    mode, branch, team_id, cost_source";

/// A select of the columns of [`SessionRow`].
pub(crate) fn select() -> Select<session_stats::Entity> {
    session_stats::Entity::find().select_only().expr(Expr::cust(COLUMNS))
}

impl SessionRow {
    /// Reads what [`select`] selects.
    pub(crate) fn read(row: &mut Columns<'_>) -> Result<Self, DbErr> {
        let mut session = Self {
            session_id: SessionId::from(row.get::<String>("session_id")?),
            user_id: row.nullable::<String>("user_id")?.map(UserId::from),
            repo_id: row.nullable("repo_id")?,
            started_at: Instant(row.integer("started_at")?),
            last_event_at: Instant(row.integer("last_event_at")?),
            last_open_run_at: row.nullable("last_open_run_at")?.map(Instant),
            lifespan_ms: row.integer("lifespan_ms")?,
            active_time_ms: row.integer("active_time_ms")?,
            run_count: row.integer("run_count")?,
            successful_runs: row.integer("successful_runs")?,
            failed_runs: row.integer("failed_runs")?,
            handoff_count: row.integer("handoff_count")?,
            cost_nano_usd: row.integer("cost_nano_usd")?,
            input_tokens: row.integer("input_tokens")?,
            output_tokens: row.integer("output_tokens")?,
            post_handoff: row.get("post_handoff")?,
            open_runs: row.integer("open_runs")?,
            cache_read_tokens: row.integer("cache_read_tokens")?,
            cache_write_tokens: row.integer("cache_write_tokens")?,
            cost_source: CostSource::Unknown,
            unpriced_calls: row.integer("unpriced_calls")?,
            last_open_step_at: row.nullable("last_open_step_at")?.map(Instant),
            agent: row.nullable("agent")?,
            agent_version: row.nullable("agent_version")?,
            mode: row.nullable("mode")?.and_then(Mode::from_code),
            branch: row.nullable("branch")?,
            team_id: row.nullable("team_id")?,
        };
        session.cost_source = match row.nullable("cost_source")? {
            Some(code) => CostSource::from_code(code).unwrap_or(CostSource::Unknown),
            // Nothing is stored if all that is known is what terminal events report.
            None if session.run_count > 0 => CostSource::Reported,
            None => CostSource::Unknown,
        };
        Ok(session)
    }
}

/// Those of the sessions that exist within the scope.
pub async fn by_ids(reader: &Reader, scope: &OrgScope, ids: &[Arc<str>]) -> Result<Vec<SessionRow>, QueryError> {
    let select = select()
        .filter(scope.admits_row(session_stats::Column::OrgId, session_stats::Column::UserId))
        .filter(is_one_of(session_stats::Column::SessionId, ids));
    let rows = reader.scoped(scope).rows(select.as_query()).await?;
    Ok(columns::read(&rows, SessionRow::read)?)
}
