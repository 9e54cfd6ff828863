//! Sessions by id, and the columns of every statement about them.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::is_one_of;
use crate::scope::OrgScope;
use domain::{CostSource, Instant, Mode, SessionId, UserId};
use entities::session_stats;
use sea_orm::{DerivePartialModel, EntityTrait, QueryFilter};
use std::sync::Arc;

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

/// The columns of a session that are read.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "session_stats::Entity")]
pub(crate) struct Stored {
    session_id: String,
    user_id: Option<String>,
    repo_id: Option<String>,
    started_at: i64,
    last_event_at: i64,
    last_open_run_at: Option<i64>,
    lifespan_ms: i64,
    active_time_ms: i64,
    run_count: i64,
    successful_runs: i64,
    failed_runs: i64,
    handoff_count: i64,
    cost_nano_usd: i64,
    input_tokens: i64,
    output_tokens: i64,
    post_handoff: bool,
    open_runs: i64,
    cache_read_tokens: i64,
    cache_write_tokens: i64,
    cost_source: Option<i16>,
    unpriced_calls: i64,
    last_open_step_at: Option<i64>,
    agent: Option<String>,
    agent_version: Option<String>,
    mode: Option<i16>,
    branch: Option<String>,
    team_id: Option<String>,
}

impl From<Stored> for SessionRow {
    fn from(stored: Stored) -> Self {
        Self {
            session_id: SessionId::from(stored.session_id),
            user_id: stored.user_id.map(UserId::from),
            repo_id: stored.repo_id,
            started_at: Instant(stored.started_at),
            last_event_at: Instant(stored.last_event_at),
            last_open_run_at: stored.last_open_run_at.map(Instant),
            lifespan_ms: stored.lifespan_ms,
            active_time_ms: stored.active_time_ms,
            run_count: stored.run_count,
            successful_runs: stored.successful_runs,
            failed_runs: stored.failed_runs,
            handoff_count: stored.handoff_count,
            cost_nano_usd: stored.cost_nano_usd,
            input_tokens: stored.input_tokens,
            output_tokens: stored.output_tokens,
            post_handoff: stored.post_handoff,
            open_runs: stored.open_runs,
            cache_read_tokens: stored.cache_read_tokens,
            cache_write_tokens: stored.cache_write_tokens,
            // Nothing is stored if all that is known is what terminal events report.
            cost_source: match stored.cost_source {
                Some(code) => CostSource::from_code(code).unwrap_or(CostSource::Unknown),
                None if stored.run_count > 0 => CostSource::Reported,
                None => CostSource::Unknown,
            },
            unpriced_calls: stored.unpriced_calls,
            last_open_step_at: stored.last_open_step_at.map(Instant),
            agent: stored.agent,
            agent_version: stored.agent_version,
            mode: stored.mode.and_then(Mode::from_code),
            branch: stored.branch,
            team_id: stored.team_id,
        }
    }
}

/// Those of the sessions that exist within the scope.
pub async fn by_ids(reader: &Reader, scope: &OrgScope, ids: &[Arc<str>]) -> Result<Vec<SessionRow>, QueryError> {
    let found = session_stats::Entity::find()
        .filter(scope.admits_row(session_stats::Column::OrgId, session_stats::Column::UserId))
        .filter(is_one_of(session_stats::Column::SessionId, ids))
        .into_partial_model::<Stored>()
        .all(&reader.scoped(scope))
        .await?;
    Ok(found.into_iter().map(SessionRow::from).collect())
}
