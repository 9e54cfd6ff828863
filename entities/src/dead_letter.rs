//! An event that was given up: it counts nowhere until it is replayed.
use sea_orm::entity::prelude::*;

/// An event that was given up: it counts nowhere until it is replayed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events_dead_letter")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// How often its projection was tried.
    pub attempts: i16,
    /// When it was given up.
    pub dead_at: i64,
    /// What the last try said.
    pub last_error: String,
}

impl ActiveModelBehavior for ActiveModel {}
