//! A run, as described by all of its events.
use sea_orm::entity::prelude::*;

/// A run, as described by all of its events.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "run_facts")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: String,
    /// When its first event happened.
    pub first_at: i64,
    /// The earliest time of its `run_started` events; of an inferred run its prompt, or else its first step.
    pub started_event_at: Option<i64>,
    /// When it ended: when its terminal event happened, or else its inferred end.
    pub completed_at: Option<i64>,
    /// Its duration, in milliseconds.
    pub duration_ms: Option<i64>,
    /// Its queue wait, in milliseconds.
    pub queue_wait_ms: Option<i64>,
    /// Its cost, in nano-USD; this and the other figures are null unless something reports them.
    pub cost_nano_usd: Option<i64>,
    /// Tokens the model read.
    pub input_tokens: Option<i64>,
    /// Tokens the model wrote.
    pub output_tokens: Option<i64>,
    /// Tokens read from the model's cache.
    pub cache_read_tokens: Option<i64>,
    /// Tokens written to the model's cache.
    pub cache_write_tokens: Option<i64>,
    /// See [`domain::RunStatus::code`]; null while it has not ended.
    pub status: Option<i16>,
    /// The session named by its first event.
    pub session_id: String,
    /// The person named by its first event that names one.
    pub user_id: Option<String>,
    /// The model named by its first event that names one.
    pub first_model: Option<String>,
    /// The model of the terminal event; of an inferred run that of its last call.
    pub terminal_model: Option<String>,
    /// The error type, as sent by upstream.
    pub error_type: Option<String>,
    /// What it changed, as the JSON form of [`crate::Artifacts`].
    pub artifacts: Option<String>,
    /// Which events won each "first" and "last" of its reported events; see [`domain::keys`].
    pub keys: Vec<u8>,
    /// Output tokens of reasoning.
    pub reasoning_tokens: Option<i64>,
    /// Its model calls; this and the other counts of steps are null without steps.
    pub model_calls: Option<i64>,
    /// Model calls whose cost is missing from its cost.
    pub unpriced_calls: Option<i64>,
    /// Its tool uses.
    pub tool_uses: Option<i64>,
    /// Tool uses that ended with an error.
    pub tool_errors: Option<i64>,
    /// Tool uses that the person rejected.
    pub rejections: Option<i64>,
    /// Tool uses that a rule rejected.
    pub policy_rejections: Option<i64>,
    /// Sum of the durations of the tool uses, in milliseconds.
    pub tool_time_ms: Option<i64>,
    /// Sum of how long tool uses waited for the person, in milliseconds.
    pub waited_ms: Option<i64>,
    /// Of an open run with a prompt or steps, the instant on whose day it is counted.
    pub open_at: Option<i64>,
    /// Of an inferred run that has not ended, its last step, or else its prompt.
    pub alive_at: Option<i64>,
    /// See [`domain::CostSource::code`]; null if all that is known of its cost is its terminal event's.
    pub cost_source: Option<i16>,
    /// Whether no event reports its start or its end.
    pub is_inferred: bool,
    /// The mode of the prompt that began it; see [`domain::Mode::code`].
    pub prompt_mode: Option<i16>,
    /// Its state, if it has a prompt or steps; see the worker's `run_row`.
    pub steps: Option<Vec<u8>>,
}

impl ActiveModelBehavior for ActiveModel {}
