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
    /// Its first message, else its first event: its day is the day of this instant.
    pub started_at: i64,
    /// Its first event.
    pub first_event_at: i64,
    /// Its last event.
    pub last_event_at: i64,
    /// Its first message.
    pub first_message_at: Option<i64>,
    /// The latest first event of those of its runs that have no terminal event.
    pub last_open_run_at: Option<i64>,
    /// From first to last event, in milliseconds.
    pub lifespan_ms: i64,
    /// Sum of the durations of its completed runs, in milliseconds.
    pub active_time_ms: i64,
    /// Its completed runs.
    pub run_count: i64,
    /// Those that succeeded.
    pub successful_runs: i64,
    /// Those that did not.
    pub failed_runs: i64,
    /// Its handoffs.
    pub handoff_count: i64,
    /// Cost of its completed runs, in nano-USD.
    pub cost_nano_usd: i64,
    /// Input tokens of its completed runs.
    pub input_tokens: i64,
    /// Output tokens of its completed runs.
    pub output_tokens: i64,
    /// Whether a run completed within the window after some handoff.
    pub post_handoff: bool,
    /// The person named by its earliest event that names one.
    pub user_id: Option<String>,
    /// The repository named by its earliest event that names one.
    pub repo_id: Option<String>,
    /// Which events won each "first"; see `worker::fold::keys`.
    pub keys: Vec<u8>,
    /// What sums exceed 2^63 - 1 by; null as a rule. See [`domain::excess`].
    pub excess: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
