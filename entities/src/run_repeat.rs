//! An event of a run that has several of its kind.
use sea_orm::entity::prelude::*;

/// An event of a run that has several of its kind.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "run_repeats")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: String,
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
