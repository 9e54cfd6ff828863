//! A person named by the organization's events, and the small number that represents them in sets of active
//! users.
use sea_orm::entity::prelude::*;

/// A person named by the organization's events, and the small number that represents them in sets of active
/// users.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "org_users")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: String,
    /// Their number within the organization, starting from 0, in order of first projection.
    pub ordinal: i64,
}

impl ActiveModelBehavior for ActiveModel {}
