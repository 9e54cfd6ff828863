//! What the activity events of a session count on one day.
use sea_orm::entity::prelude::*;

/// What the activity events of a session count on one day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "activity_facts")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: String,
    /// The UTC day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    /// Lines added.
    pub lines_added: i64,
    /// Lines deleted.
    pub lines_deleted: i64,
    /// Commits.
    pub commits: i64,
    /// Pull requests.
    pub pull_requests: i64,
    /// Edits that the person accepted.
    pub edits_accepted: i64,
    /// Edits that the person rejected.
    pub edits_rejected: i64,
    /// How long the person was active, in milliseconds.
    pub user_active_ms: i64,
    /// How long the agent was active, in milliseconds.
    pub agent_active_ms: i64,
    /// By how much sums exceed 2^63 - 1; usually null. See [`domain::excess`].
    pub excess: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
