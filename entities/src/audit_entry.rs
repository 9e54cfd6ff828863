//! An entry of the audit log: an action that was taken. Entries never change.
use sea_orm::entity::prelude::*;

/// An entry of the audit log: an action that was taken. Entries never change.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    /// When it happened.
    pub at: i64,
    /// The entry's id; ids sort by time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub audit_id: String,
    /// What was done.
    pub action: String,
    /// Who did it: a person's id.
    pub actor: String,
    /// The role under which it was done.
    pub actor_role: Option<String>,
    /// The organization concerned; null for the platform.
    pub org_id: Option<String>,
    /// What it was done to.
    pub target: Option<String>,
    /// Further details, as JSON.
    pub detail: Option<String>,
    /// The client's address.
    pub peer: Option<String>,
    /// The id under which the request is logged.
    pub request_id: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
