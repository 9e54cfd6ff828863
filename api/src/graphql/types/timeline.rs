//! What happened in a session: each kind of event on its timeline, and how it is made.
use crate::graphql::scalars::DateTime;
use crate::graphql::types::enums::Actor;
use crate::graphql::types::handoff::Handoff;
use crate::graphql::types::run::Run;
use crate::graphql::types::step::{ModelCall, ToolUse};
use crate::graphql::types::user::OrganizationUser;
use async_graphql::{ID, Interface, SimpleObject};
use domain::{EventBody, Instant};
use query::read::handoffs::HandoffRow;
use query::read::plain_events::PlainEventRow;
use query::read::runs::RunRow;
use query::scope::OrgScope;
use std::sync::Arc;

/// What every part of a timeline is ordered by.
pub(crate) type Place = (Instant, String);

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
    /// The agent called a model.
    ModelCallEvent(ModelCallEvent),
    /// The agent used a tool.
    ToolUseEvent(ToolUseEvent),
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

/// The agent called a model.
#[derive(Clone, Debug, SimpleObject)]
pub struct ModelCallEvent {
    /// The event's id.
    pub id: ID,
    /// When the call ended.
    pub occurred_at: DateTime,
    /// Always AGENT.
    pub actor: Actor,
    /// The run that it belongs to.
    pub run_id: Option<ID>,
    /// The call.
    pub call: ModelCall,
}

/// The agent used a tool.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToolUseEvent {
    /// The id of the event that tells how the use ended.
    pub id: ID,
    /// When the use ended.
    pub occurred_at: DateTime,
    /// Always AGENT.
    pub actor: Actor,
    /// The run that it belongs to.
    pub run_id: Option<ID>,
    /// The use.
    #[graphql(name = "use")]
    pub tool_use: ToolUse,
}

pub(super) fn started((at, event_id): &Place, run: Run) -> TimelineEvent {
    RunStartedEvent { id: ID::from(event_id), occurred_at: DateTime(*at), actor: Actor::Agent, run }.into()
}

pub(super) fn completed((at, event_id): &Place, run: Run) -> TimelineEvent {
    RunCompletedEvent { id: ID::from(event_id), occurred_at: DateTime(*at), actor: Actor::Agent, run }.into()
}

pub(super) fn handed_off(scope: &OrgScope, row: Arc<HandoffRow>) -> TimelineEvent {
    let (id, occurred_at) = (ID::from(row.event_id.as_str()), DateTime(row.occurred_at));
    HandoffEvent { id, occurred_at, actor: Actor::User, handoff: Handoff::new(scope.clone(), row) }.into()
}

/// What these runs and handoffs add to a timeline.
pub(crate) fn told_by_facts(
    scope: &OrgScope,
    runs: &[Arc<RunRow>],
    handoffs: &[Arc<HandoffRow>],
) -> Vec<(Place, TimelineEvent)> {
    let mut events = Vec::with_capacity(runs.len() * 2 + handoffs.len());
    for row in runs {
        let run = Run::new(scope.clone(), Arc::clone(row));
        if let Some(place) = &row.started {
            events.push((place.clone(), started(place, run.clone())));
        }
        if let Some(end) = &row.completed {
            let place = (end.at, end.event_id.clone());
            events.push((place.clone(), completed(&place, run)));
        }
    }
    for row in handoffs {
        let place = (row.occurred_at, row.event_id.as_str().to_owned());
        events.push((place, handed_off(scope, Arc::clone(row))));
    }
    events
}

/// What a plain event adds to a timeline; nothing where facts tell of its kind.
pub(crate) fn plain(scope: &OrgScope, row: PlainEventRow) -> Option<(Place, TimelineEvent)> {
    let (id, occurred_at) = (ID::from(&row.event_id), DateTime(row.occurred_at));
    let event = match row.body {
        EventBody::MessageCreated(message) => MessageEvent {
            id,
            occurred_at,
            actor: message.actor.into(),
            text: row.text,
            user: row.user_id.map(|user_id| OrganizationUser::new(scope.clone(), user_id)),
        }
        .into(),
        EventBody::RunStarted(_)
        | EventBody::RunCompleted(_)
        | EventBody::LocalHandoff(_)
        | EventBody::ModelCalled(_)
        | EventBody::ToolUsed(_)
        | EventBody::ActivityCounted(_) => return None,
    };
    Some(((row.occurred_at, row.event_id), event))
}
