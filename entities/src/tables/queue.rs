//! An accepted event that no worker has projected yet.
use sea_orm::entity::prelude::*;

/// An accepted event that no worker has projected yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events_queue")]
pub struct Model {
    /// The organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// When the event is due, in microseconds, made unique: the order of projection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The event.
    pub event_id: String,
    /// How often its projection failed.
    pub attempts: i16,
}

impl ActiveModelBehavior for ActiveModel {}
