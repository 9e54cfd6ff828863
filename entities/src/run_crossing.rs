//! A session named by an event of a run whose events name more than one.
use sea_orm::entity::prelude::*;

/// A session named by an event of a run whose events name more than one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "run_crossings")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    /// The run.
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: String,
}

impl ActiveModelBehavior for ActiveModel {}
