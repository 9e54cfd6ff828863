//! An accepted event that no worker has projected yet.
use sea_orm::entity::prelude::*;

/// An accepted event that no worker has projected yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events_queue")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// When it is due: when it was received, or the time of its next attempt. Events are projected in this
    /// order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub due_at: i64,
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// How often its projection failed.
    pub attempts: i16,
    /// The W3C `traceparent` of the request that sent it; null unless that request is traced.
    pub trace: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
