//! Something that somebody did; never changed afterwards.
use sea_orm::entity::prelude::*;

/// Something that somebody did; never changed afterwards.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    /// When.
    pub at: i64,
    /// The entry's id; ids sort by time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub audit_id: String,
    /// What was done.
    pub action: String,
    /// Who did it: a person's id.
    pub actor: String,
    /// The role in which it was done.
    pub actor_role: Option<String>,
    /// The organization that it concerns; null: the platform.
    pub org_id: Option<String>,
    /// What it was done to.
    pub target: Option<String>,
    /// What else there is to know, as JSON.
    pub detail: Option<String>,
    /// The address from which the request came.
    pub peer: Option<String>,
    /// Under which id the request is logged.
    pub request_id: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
