//! What happened in a session.
use crate::graphql::scalars::DateTime;
use crate::graphql::types::enums::Actor;
use crate::graphql::types::handoff::Handoff;
use crate::graphql::types::run::Run;
use crate::graphql::types::user::OrganizationUser;
use async_graphql::{ID, Interface, SimpleObject};

/// Something that happened in a session.
#[derive(Clone, Debug, Interface)]
#[graphql(
    field(name = "id", ty = "&ID", desc = "The id of the event, as upstream wrote it."),
    field(name = "occurred_at", ty = "&DateTime", desc = "When it happened."),
    field(name = "actor", ty = "&Actor", desc = "Who did it.")
)]
pub enum TimelineEvent {
    /// Somebody said something.
    MessageEvent(MessageEvent),
    /// A run began.
    RunStartedEvent(RunStartedEvent),
    /// A run ended.
    RunCompletedEvent(RunCompletedEvent),
    /// Somebody took the work home.
    HandoffEvent(HandoffEvent),
}

/// Somebody said something.
#[derive(Clone, Debug, SimpleObject)]
pub struct MessageEvent {
    /// The id of the event, as upstream wrote it.
    pub id: ID,
    /// When it was said.
    pub occurred_at: DateTime,
    /// Who spoke.
    pub actor: Actor,
    /// What was said; null where no text is kept.
    pub text: Option<String>,
    /// The person that the event names; null where it names nobody.
    pub user: Option<OrganizationUser>,
}

/// A run began: the first of its run_started events.
#[derive(Clone, Debug, SimpleObject)]
pub struct RunStartedEvent {
    /// The id of the event, as upstream wrote it.
    pub id: ID,
    /// When it began.
    pub occurred_at: DateTime,
    /// AGENT.
    pub actor: Actor,
    /// The run.
    pub run: Run,
}

/// A run ended: its terminal event.
#[derive(Clone, Debug, SimpleObject)]
pub struct RunCompletedEvent {
    /// The id of the event, as upstream wrote it.
    pub id: ID,
    /// When it ended.
    pub occurred_at: DateTime,
    /// AGENT.
    pub actor: Actor,
    /// The run.
    pub run: Run,
}

/// Somebody took the work home.
#[derive(Clone, Debug, SimpleObject)]
pub struct HandoffEvent {
    /// The id of the event, as upstream wrote it.
    pub id: ID,
    /// When it happened.
    pub occurred_at: DateTime,
    /// USER.
    pub actor: Actor,
    /// The handoff.
    pub handoff: Handoff,
}
