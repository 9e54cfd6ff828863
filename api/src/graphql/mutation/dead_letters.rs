//! Retrying dead letters, for operators of the platform.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::RequireCapability;
use crate::graphql::scalars::Int64;
use async_graphql::{Context, ID, Object};
use domain::Capability;
use domain::OrgId;
use query::audit::Action;
use query::read::organizations;
use query::scope::PersonScopes as _;
use query::text::checked_id;
use query::write::dead_letters::{self, Which};
use std::sync::Arc;

/// The maximum number of ids per request.
const MAX_IDS: usize = 10_000;

/// Looking after events that were given up.
#[derive(Default)]
pub struct DeadLetterMutation;

/// Looking after events that were given up.
#[Object]
impl DeadLetterMutation {
    /// Puts dead letters back into the queue as if they had never been tried, and returns how many.
    /// Those of one organization, those with these event ids in any organization, both, or all. For
    /// SUPER_ADMIN.
    #[graphql(guard = "RequireCapability(Capability::OperatePlatform)")]
    async fn replay_dead_letters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this organization.")] organization_id: Option<ID>,
        #[graphql(desc = "Only those with these ids, at most 10 000; an empty list selects none.")] event_ids: Option<
            Vec<ID>,
        >,
    ) -> Result<Int64, ApiError> {
        let scope = ctx.person()?.operator()?;
        let org_id = match organization_id {
            Some(id) => {
                let org_id = OrgId::from(checked_id("organizationId", id.0)?);
                let known = organizations::find(ctx.reader(), &scope.organization(org_id.clone())).await?;
                Some(known.map(|_| org_id).ok_or(ApiError::not_found("organization"))?)
            }
            None => None,
        };
        let event_ids = match event_ids {
            Some(ids) if ids.len() > MAX_IDS => {
                return Err(ApiError::bad_input(format!("eventIds: expected at most {MAX_IDS}, got {}", ids.len())));
            }
            Some(ids) => {
                let ids = ids.into_iter().map(|id| checked_id("eventIds", id.0).map(Arc::from));
                Some(ids.collect::<Result<Vec<_>, _>>()?)
            }
            None => None,
        };
        let entry = ctx.entry(Action::ReplayDeadLetters)?.of(org_id.as_ref());
        let store = ctx.request().services.store();
        let moved = dead_letters::replay(store, scope, &Which { org_id, event_ids }, entry).await?;
        Ok(Int64(i64::try_from(moved).map_err(ApiError::internal)?))
    }
}
