//! A person named by an event or a directory.
use sea_orm::entity::prelude::*;

/// A person named by an event or a directory.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: String,
    /// When the person was registered or first named by an event.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
