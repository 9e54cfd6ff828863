//! A local handoff.
use sea_orm::entity::prelude::*;

/// A local handoff.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "handoff_facts")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// When it happened.
    pub occurred_at: i64,
    /// See [`crate::HandoffMethod::code`].
    pub method: i16,
    /// The session.
    pub session_id: String,
    /// The person named by the event.
    pub user_id: Option<String>,
    /// Whether it is inferred from a prompt, whose id is then that of the event.
    pub is_inferred: bool,
}

impl ActiveModelBehavior for ActiveModel {}
