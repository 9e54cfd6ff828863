//! A session with the totals of its runs and handoffs.
use sea_orm::entity::prelude::*;

/// A session with the totals of its runs and handoffs.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session_stats")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    /// When its first message was sent, or its first event if it has no message; this instant's day is the
    /// session's.
    pub started_at: i64,
    /// When its first event happened.
    pub first_event_at: i64,
    /// When its last event happened.
    pub last_event_at: i64,
    /// When its first message was sent.
    pub first_message_at: Option<i64>,
    /// The latest start, by first event, among its runs without a terminal event.
    pub last_open_run_at: Option<i64>,
    /// From its first to its last event, in milliseconds.
    pub lifespan_ms: i64,
    /// Sum of the durations of its completed runs, in milliseconds.
    pub active_time_ms: i64,
    /// The number of its completed runs.
    pub run_count: i64,
    /// How many of them succeeded.
    pub successful_runs: i64,
    /// How many of them did not.
    pub failed_runs: i64,
    /// The number of its handoffs.
    pub handoff_count: i64,
    /// Cost of its completed runs, in nano-USD.
    pub cost_nano_usd: i64,
    /// Input tokens of its completed runs.
    pub input_tokens: i64,
    /// Output tokens of its completed runs.
    pub output_tokens: i64,
    /// Whether a run was completed within the time window after a handoff.
    pub post_handoff: bool,
    /// The person named by its earliest event that names one.
    pub user_id: Option<String>,
    /// The repository named by its earliest event that names one.
    pub repo_id: Option<String>,
    /// Which events won each "first"; see [`domain::keys`].
    pub keys: Vec<u8>,
    /// By how much sums exceed 2^63 - 1; usually null. See [`domain::excess`].
    pub excess: Option<String>,
    /// Its open runs with a prompt or a step.
    pub open_runs: i64,
    /// Input tokens of its runs that were read from a cache.
    pub cache_read_tokens: i64,
    /// Input tokens of its runs that were written to a cache.
    pub cache_write_tokens: i64,
    /// Model calls whose cost is missing from its cost.
    pub unpriced_calls: i64,
    /// Tool uses of its runs.
    pub tool_uses: i64,
    /// Tool uses that ended with an error.
    pub tool_errors: i64,
    /// Tool uses that the person rejected.
    pub rejections: i64,
    /// Tool uses that a rule rejected.
    pub policy_rejections: i64,
    /// Sum of the durations of the tool uses, in milliseconds.
    pub tool_time_ms: i64,
    /// Sum of how long tool uses waited for the person, in milliseconds.
    pub waited_ms: i64,
    /// Of its inferred runs that have not ended, the latest step, or prompt of a run without steps.
    pub last_open_step_at: Option<i64>,
    /// See [`domain::Mode::code`]; this and the following are those of the earliest event that names one.
    pub mode: Option<i16>,
    /// See [`domain::CostSource::code`]; null without steps.
    pub cost_source: Option<i16>,
    /// The coding agent.
    pub agent: Option<String>,
    /// Its version.
    pub agent_version: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// The team.
    pub team_id: Option<String>,
    /// What an agent that reports its steps adds to its state; see the worker's `session_row`.
    pub steps: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
