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
    /// The earliest time of its `run_started` events.
    pub started_event_at: Option<i64>,
    /// When its terminal event happened.
    pub completed_at: Option<i64>,
    /// Its duration, in milliseconds.
    pub duration_ms: Option<i64>,
    /// Its queue wait, in milliseconds.
    pub queue_wait_ms: Option<i64>,
    /// Its cost, in nano-USD.
    pub cost_nano_usd: Option<i64>,
    /// Tokens the model read.
    pub input_tokens: Option<i64>,
    /// Tokens the model wrote.
    pub output_tokens: Option<i64>,
    /// Tokens read from the model's cache.
    pub cache_read_tokens: Option<i64>,
    /// Tokens written to the model's cache.
    pub cache_write_tokens: Option<i64>,
    /// See [`crate::RunStatus::code`]; null while there is no terminal event.
    pub status: Option<i16>,
    /// The session named by its first event.
    pub session_id: String,
    /// The person named by its first event that names one.
    pub user_id: Option<String>,
    /// The model named by its first event that names one.
    pub first_model: Option<String>,
    /// The model of the terminal event.
    pub terminal_model: Option<String>,
    /// The error type, as sent by upstream.
    pub error_type: Option<String>,
    /// What it changed, as the JSON form of [`crate::Artifacts`].
    pub artifacts: Option<String>,
    /// Which events won each "first" and "last"; see [`domain::keys`].
    pub keys: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
