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
    field(name = "id", ty = "&ID", desc = "The event's id, as the producer sent it."),
    field(name = "occurred_at", ty = "&DateTime", desc = "When it happened."),
    field(name = "actor", ty = "&Actor", desc = "Who did it.")
)]
pub enum TimelineEvent {
    /// Someone sent a message.
    MessageEvent(MessageEvent),
    /// A run began.
    RunStartedEvent(RunStartedEvent),
    /// A run ended.
    RunCompletedEvent(RunCompletedEvent),
    /// Someone took over the work.
    HandoffEvent(HandoffEvent),
}

/// Someone sent a message.
#[derive(Clone, Debug, SimpleObject)]
pub struct MessageEvent {
    /// The event's id, as the producer sent it.
    pub id: ID,
    /// When it was sent.
    pub occurred_at: DateTime,
    /// Who sent it.
    pub actor: Actor,
    /// The text; null if no text is stored.
    pub text: Option<String>,
    /// The person named by the event; null if it names nobody.
    pub user: Option<OrganizationUser>,
}

/// A run started: the first of its run_started events.
#[derive(Clone, Debug, SimpleObject)]
pub struct RunStartedEvent {
    /// The event's id, as the producer sent it.
    pub id: ID,
    /// When it started.
    pub occurred_at: DateTime,
    /// Always AGENT.
    pub actor: Actor,
    /// The run.
    pub run: Run,
}

/// A run ended: its terminal event.
#[derive(Clone, Debug, SimpleObject)]
pub struct RunCompletedEvent {
    /// The event's id, as the producer sent it.
    pub id: ID,
    /// When it ended.
    pub occurred_at: DateTime,
    /// Always AGENT.
    pub actor: Actor,
    /// The run.
    pub run: Run,
}

/// Someone took over the work.
#[derive(Clone, Debug, SimpleObject)]
pub struct HandoffEvent {
    /// The event's id, as the producer sent it.
    pub id: ID,
    /// When it happened.
    pub occurred_at: DateTime,
    /// Always USER.
    pub actor: Actor,
    /// The handoff.
    pub handoff: Handoff,
}
