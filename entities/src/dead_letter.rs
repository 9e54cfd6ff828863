//! A dead letter: an event that could not be projected, and that counts nowhere until it is replayed.
use sea_orm::entity::prelude::*;

/// A dead letter: an event that could not be projected, and that counts nowhere until it is replayed.
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
    /// How often its projection was attempted.
    pub attempts: i16,
    /// When it became a dead letter.
    pub dead_at: i64,
    /// The error of the last attempt.
    pub last_error: String,
}

impl ActiveModelBehavior for ActiveModel {}
