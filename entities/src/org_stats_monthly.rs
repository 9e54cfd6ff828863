//! The totals of an organisation in one month.
use sea_orm::entity::prelude::*;

/// The totals of an organisation in one month.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "org_stats_monthly")]
pub struct Model {
    /// The organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The UTC month, as its first day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: i32,
    /// Completed runs.
    pub runs: i64,
    /// Runs that ended in success.
    pub successful_runs: i64,
    /// Runs that failed with category TOOL.
    pub failed_tool: i64,
    /// Runs that failed with category MODEL.
    pub failed_model: i64,
    /// Runs that failed with category TIMEOUT.
    pub failed_timeout: i64,
    /// Runs that failed with category OTHER.
    pub failed_other: i64,
    /// Sum of the runs' durations, in milliseconds.
    pub duration_ms: i64,
    /// Sum of the queue waits of the runs that carry one, in milliseconds.
    pub queue_wait_ms: i64,
    /// How many runs carry a queue wait.
    pub queue_wait_runs: i64,
    /// Sum of the runs' costs, in nano-USD.
    pub cost_nano_usd: i64,
    /// Sum of the runs' input tokens.
    pub input_tokens: i64,
    /// Sum of the runs' output tokens.
    pub output_tokens: i64,
    /// Sessions.
    pub sessions: i64,
    /// Completed runs of those sessions, on whatever day.
    pub session_runs: i64,
    /// Active agent time of those sessions, in milliseconds.
    pub session_active_ms: i64,
    /// Lifespans of those sessions, in milliseconds.
    pub session_lifespan_ms: i64,
    /// Cost of the runs of those sessions, in nano-USD.
    pub session_cost_nano_usd: i64,
    /// Those sessions that have a handoff.
    pub handoff_sessions: i64,
    /// Those sessions that went on after a handoff.
    pub post_handoff_sessions: i64,
    /// Distinct users with at least one run in the month.
    pub active_users_count: i64,
    /// Those users' ordinals, as a portable Roaring bitmap.
    pub active_users: Vec<u8>,
    /// The durations of the runs; see [`crate::Sketch`].
    pub durations: Vec<u8>,
    /// What sums exceed 2^63 - 1 by; null as a rule. See [`domain::excess`].
    pub excess: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
