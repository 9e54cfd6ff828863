//! A person that some event or directory names.
use sea_orm::entity::prelude::*;

/// A person that some event or directory names.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: String,
    /// When the person was registered or first heard of.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
