//! A team of an organization.
use sea_orm::entity::prelude::*;

/// A team of an organization.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "teams")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The team.
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: String,
    /// Its name.
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
