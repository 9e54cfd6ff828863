//! A message that begins a run, or that carries the id of no run.
use sea_orm::entity::prelude::*;

/// A message that begins a run, or that carries the id of no run.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "prompt_facts")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// When it happened.
    pub occurred_at: i64,
    /// See [`domain::Mode::code`].
    pub mode: Option<i16>,
    /// Whether it begins a run.
    pub starts_run: bool,
    /// The run id that it carries.
    pub run_id: Option<String>,
    /// The person named by the event.
    pub user_id: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
