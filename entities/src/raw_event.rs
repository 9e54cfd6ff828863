//! An accepted event: the append-only record from which every read model is derived.
use domain::EventType;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _};

/// An accepted event: the append-only record from which every read model is derived.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events_raw")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub org_id: String,
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// When it happened.
    pub occurred_at: i64,
    /// When it was received.
    pub received_at: i64,
    /// See [`crate::EventType::code`].
    pub event_type: i16,
    /// See [`crate::Source::code`].
    pub source: i16,
    /// The ingest key with which it was sent.
    pub key_id: String,
    /// The session it names.
    pub session_id: String,
    /// The person it names.
    pub user_id: Option<String>,
    /// The run it is about.
    pub run_id: Option<String>,
    /// The payload as JSON, without nulls and without the message text.
    pub payload: String,
    /// The text of a message, truncated to the configured length.
    pub message_text: Option<String>,
    /// The coding agent; this and the following as in [`domain::Origin`].
    pub agent: Option<String>,
    /// Its version.
    pub agent_version: Option<String>,
    /// See [`domain::Mode::code`].
    pub mode: Option<i16>,
    /// The repository.
    pub repo_id: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// The person's team.
    pub team_id: Option<String>,
    /// Where the agent runs.
    pub environment: Option<String>,
    /// The price of a model call whose agent reported no cost, in nano-USD.
    pub priced_nano_usd: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

/// The condition for plain events, as the partial index on them states it.
#[must_use]
pub fn is_plain() -> Condition {
    let of_type = |kind: EventType| Column::EventType.into_expr().eq(Expr::Constant(kind.code().into()));
    EventType::plain().map(of_type).fold(Condition::any(), Condition::add)
}

/// The same in SQL, for a table with this alias.
#[must_use]
pub fn is_plain_sql(alias: &str) -> String {
    let types: Vec<String> = EventType::plain().map(|kind| format!("{alias}.event_type = {}", kind.code())).collect();
    format!("({})", types.join(" OR "))
}
