//! A duplicate: one of several events of the same type of one run.
use sea_orm::entity::prelude::*;

/// A duplicate: one of several events of the same type of one run.
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
