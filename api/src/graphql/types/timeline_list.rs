//! The timeline of a session: its messages from the event store, everything else from the facts.
use crate::error::ApiError;
use crate::graphql::connection::{Page, PageArgs, PageInfo, decode_cursor, encode_cursor};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::{HandoffsOf, RunsOf};
use crate::graphql::scalars::{DateTime, Int64};
use crate::graphql::types::enums::Actor;
use crate::graphql::types::handoff::Handoff;
use crate::graphql::types::run::Run;
use crate::graphql::types::timeline::{HandoffEvent, MessageEvent, RunCompletedEvent, RunStartedEvent, TimelineEvent};
use crate::graphql::types::user::OrganizationUser;
use crate::read::handoffs::HandoffRow;
use crate::read::messages::{self, MessageRow};
use crate::read::runs::RunRow;
use crate::scope::OrgScope;
use async_graphql::{Context, ID, Object, SimpleObject};
use entities::{Instant, SessionId};
use std::sync::Arc;

/// The length of a page that names none.
pub const DEFAULT_PAGE: usize = 100;

/// What every part of a timeline is ordered by.
pub(crate) type Place = (Instant, String);

/// What happened, with its cursor.
#[derive(Clone, Debug, SimpleObject)]
pub struct TimelineEdge {
    /// The cursor of the event.
    pub cursor: String,
    /// The event.
    pub node: TimelineEvent,
}

/// A page of a timeline.
pub struct TimelineConnection {
    scope: OrgScope,
    session_id: SessionId,
    page: Page<TimelineEvent>,
    facts: usize,
}

/// A page of what happened in a session, oldest first.
#[Object]
impl TimelineConnection {
    /// The events with their cursors.
    async fn edges(&self) -> Vec<TimelineEdge> {
        let edge =
            |(cursor, node): &(String, TimelineEvent)| TimelineEdge { cursor: cursor.clone(), node: node.clone() };
        self.page.items.iter().map(edge).collect()
    }

    /// The events.
    async fn nodes(&self) -> Vec<TimelineEvent> {
        self.page.items.iter().map(|(_, node)| node.clone()).collect()
    }

    /// Where the page lies.
    async fn page_info(&self) -> PageInfo {
        self.page.info.clone()
    }

    /// How many events the whole timeline has.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<Int64, ApiError> {
        let messages = messages::count(ctx.reader(), &self.scope, &self.session_id).await?;
        Ok(Int64(messages + self.facts as i64))
    }
}

impl TimelineConnection {
    /// The page after a cursor.
    ///
    /// # Errors
    /// BAD_USER_INPUT for arguments out of range.
    pub async fn load(
        ctx: &Context<'_>,
        scope: OrgScope,
        session_id: SessionId,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Self, ApiError> {
        let list = format!("timeline:{session_id}");
        let args = PageArgs { first, after, ..PageArgs::default() };
        let (size, _) = args.size(DEFAULT_PAGE)?;
        let after: Option<Place> = match &args.after {
            Some(cursor) => {
                let (at, id) = decode_cursor::<(i64, String)>(cursor, &list, scope.org_id().as_str())?;
                Some((Instant(at), id))
            }
            None => None,
        };
        let mut events = facts(ctx, &scope, &session_id).await?;
        let facts = events.len();
        let until = after.is_some() && events.iter().any(|(place, _)| Some(place) <= after.as_ref());
        events.retain(|(place, _)| after.as_ref().is_none_or(|after| place > after));
        let beyond = after.as_ref().map(|(at, id)| (*at, id.as_str()));
        let said = messages::page(ctx.reader(), &scope, &session_id, beyond, size + 1);
        let until = async {
            let asks = ctx.look_ahead().field("pageInfo").field("hasPreviousPage").exists();
            match beyond.filter(|_| asks && !until) {
                Some(place) => messages::has_until(ctx.reader(), &scope, &session_id, place).await,
                None => Ok(until),
            }
        };
        let (said, until) = futures_util::try_join!(said, until)?;
        events.extend(said.into_iter().map(|row| message(&scope, row)));
        events.sort_by(|(one, _), (other, _)| one.cmp(other));
        let cursor = |(at, id): &Place| encode_cursor(&list, scope.org_id().as_str(), &(at.0, id));
        let found = events.into_iter().take(size + 1).map(|(place, event)| (cursor(&place), event)).collect();
        let page = Page::cut(found, size, false, (until, false));
        Ok(Self { scope, session_id, page, facts })
    }
}

/// The starts and ends of runs, and the handoffs.
async fn facts(
    ctx: &Context<'_>,
    scope: &OrgScope,
    session_id: &SessionId,
) -> Result<Vec<(Place, TimelineEvent)>, ApiError> {
    let runs = ctx.loaders().load_one(RunsOf(scope.clone(), session_id.clone())).await?.unwrap_or_default();
    let handoffs = ctx.loaders().load_one(HandoffsOf(scope.clone(), session_id.clone())).await?.unwrap_or_default();
    Ok(told_by_facts(scope, &runs, &handoffs))
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
        if let Some((at, event_id)) = &row.started {
            let (id, occurred_at) = (ID::from(event_id), DateTime(*at));
            let event = RunStartedEvent { id, occurred_at, actor: Actor::Agent, run: run.clone() };
            events.push(((*at, event_id.clone()), event.into()));
        }
        if let Some(end) = &row.completed {
            let (id, occurred_at) = (ID::from(&end.event_id), DateTime(end.at));
            let event = RunCompletedEvent { id, occurred_at, actor: Actor::Agent, run };
            events.push(((end.at, end.event_id.clone()), event.into()));
        }
    }
    for row in handoffs {
        let (id, occurred_at) = (ID::from(row.event_id.as_str()), DateTime(row.occurred_at));
        let handoff = Handoff::new(scope.clone(), Arc::clone(row));
        let event = HandoffEvent { id, occurred_at, actor: Actor::User, handoff };
        events.push(((row.occurred_at, row.event_id.as_str().to_owned()), event.into()));
    }
    events
}

/// What a message adds to a timeline.
pub(crate) fn message(scope: &OrgScope, row: MessageRow) -> (Place, TimelineEvent) {
    let event = MessageEvent {
        id: ID::from(&row.event_id),
        occurred_at: DateTime(row.occurred_at),
        actor: row.actor.into(),
        text: row.text,
        user: row.user_id.map(|user_id| OrganizationUser::new(scope.clone(), user_id)),
    };
    ((row.occurred_at, row.event_id), event.into())
}
