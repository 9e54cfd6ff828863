//! The root fields for subscribing.

pub mod fresh;

use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::RequireCapability;
use crate::graphql::subscription::fresh::Fresh;
use crate::graphql::types::live::LiveRunCounts;
use crate::graphql::types::timeline::TimelineEvent;
use crate::live::Live;
use crate::live::feed::Whose;
use crate::live::latest::latest_stream;
use crate::live::session;
use async_graphql::{Context, ID, Subscription as GraphQlSubscription};
use domain::Capability;
use domain::{OrgId, SessionId};
use futures_util::{Stream, StreamExt as _};
use query::read::organizations;
use query::scope::PersonScopes as _;
use query::scope::{DefaultScope, OrgScope};
use query::text::id_to_read;
use std::sync::Arc;

/// All subscriptions, over websockets (graphql-transport-ws) and server-sent events. One operation
/// subscribes to one field.
pub struct Subscription;

/// All subscriptions, over websockets (graphql-transport-ws) and server-sent events. One operation
/// subscribes to one field.
#[GraphQlSubscription]
impl Subscription {
    /// The live counts of an organization: the current value at once, then a new one whenever it
    /// changes, at most four per second. Without organizationId: the caller's own.
    #[graphql(guard = "RequireCapability(Capability::ViewFigures)")]
    async fn live_run_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization; null for the caller's own.")] organization_id: Option<ID>,
    ) -> Result<impl Stream<Item = Result<Arc<LiveRunCounts>, ApiError>> + use<>, ApiError> {
        let scope = wanted(ctx, organization_id)?;
        if organizations::find(ctx.reader(), &scope).await?.is_none() {
            return Err(ApiError::not_found("organization"));
        }
        Ok(latest_stream(live(ctx)?.feeds().follow(Whose::Organization(scope))))
    }

    /// The live counts of all organizations together, likewise. For SUPER_ADMIN.
    #[graphql(guard = "RequireCapability(Capability::OperatePlatform)")]
    async fn global_live_run_counts(
        &self,
        ctx: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<Arc<LiveRunCounts>, ApiError>> + use<>, ApiError> {
        let scope = ctx.person()?.operator()?;
        Ok(latest_stream(live(ctx)?.feeds().follow(Whose::Platform(scope))))
    }

    /// Events of one session as they are projected, each once, from now on; earlier events are in
    /// its timeline. If unknown, or not visible to the caller: NOT_FOUND.
    #[graphql(guard = "RequireCapability(Capability::ViewSessions)")]
    async fn session_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization; null for the caller's own.")] organization_id: Option<ID>,
        #[graphql(desc = "The session's id, as the producer sent it.")] session_id: ID,
        #[graphql(default_with = "Some(false)", desc = "Whether to include model calls and tool uses.")] steps: Option<
            bool,
        >,
    ) -> Result<impl Stream<Item = Fresh<TimelineEvent>> + use<>, ApiError> {
        let scope = wanted(ctx, organization_id)?;
        let session_id = SessionId::from(id_to_read("session", session_id.0)?);
        let events = session::follow(live(ctx)?, ctx.reader(), scope, session_id, steps.unwrap_or_default()).await?;
        Ok(events.map(Fresh))
    }
}

/// The live connections' shared state; the code that runs a subscription adds it to the request.
fn live<'a>(ctx: &Context<'a>) -> Result<&'a Live, ApiError> {
    ctx.data::<Live>().map_err(|_| ApiError::internal("a subscription without the live connections"))
}

fn wanted(ctx: &Context<'_>, organization_id: Option<ID>) -> Result<OrgScope, ApiError> {
    let person = ctx.person()?;
    match (organization_id, person.default_scope()?) {
        (Some(id), _) => Ok(person.organization(&OrgId::from(id_to_read("organization", id.0)?))?),
        (None, DefaultScope::Organization(scope)) => Ok(scope),
        (None, DefaultScope::Platform(_)) => {
            Err(ApiError::bad_input("organizationId: required, because a platform role has no organization of its own"))
        }
    }
}
