//! How long an organization's events are kept, and up to which day they have been deleted.
use sea_orm::entity::prelude::*;

/// How long an organization's events are kept, and up to which day they have been deleted.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "org_retention")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The retention period in days; 0 for ever, null for the installation's default.
    pub days: Option<i64>,
    /// The first UTC day with nothing deleted; older events are rejected. It never decreases.
    pub kept_from: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
