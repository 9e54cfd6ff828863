//! A directory entry: how an organization describes one of its people.
use sea_orm::entity::prelude::*;

/// A directory entry: how an organization describes one of its people.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "org_members")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: String,
    /// The display name.
    pub name: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// See [`crate::Role::code`].
    pub role: i16,
    /// The team.
    pub team_id: Option<String>,
    /// When the entry was created.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
