//! How far an organization's read models are up to date.
use sea_orm::entity::prelude::*;

/// How far an organization's read models are up to date.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "projection_state")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// Incremented with every projected batch.
    pub version: i64,
    /// When the last batch was projected.
    pub projected_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
