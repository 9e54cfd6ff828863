//! An organization.
use sea_orm::entity::prelude::*;

/// An organization.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "orgs")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// Its name; its id until a name is registered.
    pub name: String,
    /// When it was registered or first named by an event.
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
