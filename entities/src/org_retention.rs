//! How long the events of an organization are kept, and how far they have gone.
use sea_orm::entity::prelude::*;

/// How long the events of an organization are kept, and how far they have gone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "org_retention")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// For so many days; 0 for ever, null as long as the installation says.
    pub days: Option<i64>,
    /// The first UTC day of which nothing has gone; older events are refused. It never goes back.
    pub kept_from: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
