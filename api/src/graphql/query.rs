//! The root fields for reading.
use crate::error::ApiError;
use crate::graphql::connection::{MAX_PAGE, PageArgs, TOTAL, list_size, page_cost};
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::{RequireCapability, SignedIn};
use crate::graphql::types::dead_letter::{self, DeadLetterConnection};
use crate::graphql::types::global::{self, Global};
use crate::graphql::types::ingest_key::{self, IngestKey};
use crate::graphql::types::inputs::{PeriodInput, checked_search};
use crate::graphql::types::organization::Organization;
use crate::graphql::types::organization_list::{self, OrganizationConnection};
use crate::graphql::types::pipeline::Pipeline;
use crate::graphql::types::viewer::Viewer;
use async_graphql::{Context, ID, Object};
use domain::Capability;
use domain::OrgId;
use query::read::organizations;
use query::scope::PersonScopes as _;
use query::scope::{DefaultScope, KeyScope};
use query::text::id_to_read;

/// All queries. Every field requires a signed-in person.
pub struct Query;

/// All queries. Every field requires a signed-in person.
#[Object]
impl Query {
    /// The caller.
    #[graphql(guard = "SignedIn")]
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer, ApiError> {
        Ok(Viewer::new(ctx.person()?.clone()))
    }

    /// The organizations that the caller may see, ordered by name: one for organization roles, all
    /// for platform roles. The search covers id and name, ignoring case.
    #[graphql(
        guard = "SignedIn",
        complexity = "page_cost(first, None, organization_list::DEFAULT_PAGE, child_complexity)"
    )]
    async fn organizations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Text to search for; at most 256 characters.")] search: Option<String>,
        #[graphql(default_with = "Some(50)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
    ) -> Result<OrganizationConnection, ApiError> {
        let args = PageArgs { first, after, ..PageArgs::default() };
        OrganizationConnection::load(ctx, checked_search("search", search)?, args).await
    }

    /// One organization. Without id: the caller's own; null for platform roles. If unknown or
    /// foreign: null and NOT_FOUND.
    #[graphql(guard = "SignedIn")]
    async fn organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization's id; the caller's own if omitted.")] id: Option<ID>,
    ) -> Result<Option<Organization>, ApiError> {
        let person = ctx.person()?;
        let scope = match (id, person.default_scope()?) {
            (Some(id), _) => person.organization(&OrgId::from(id_to_read("organization", id.0)?))?,
            (None, DefaultScope::Organization(scope)) => scope,
            (None, DefaultScope::Platform(_)) => return Ok(None),
        };
        let row = organizations::find(ctx.reader(), &scope).await?.ok_or(ApiError::not_found("organization"))?;
        Ok(Some(Organization::new(scope, row)))
    }

    /// A page of the ingest keys that write to every organization, active ones first. For
    /// SUPER_ADMIN.
    #[graphql(
        guard = "RequireCapability(Capability::OperatePlatform)",
        complexity = "page_cost(first, None, MAX_PAGE, child_complexity)"
    )]
    async fn platform_ingest_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(500)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those after the key with this id.")] after: Option<ID>,
    ) -> Result<Vec<IngestKey>, ApiError> {
        let scope = KeyScope::Platform(ctx.person()?.operator()?);
        ingest_key::page(ctx.reader(), &scope, list_size(first)?, after).await
    }

    /// The whole platform over a period. For SUPER_ADMIN.
    #[graphql(
        guard = "RequireCapability(Capability::OperatePlatform)",
        complexity = "global::cost(period, child_complexity)"
    )]
    async fn global(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
    ) -> Result<Global, ApiError> {
        Ok(Global::new(ctx, ctx.person()?.operator()?, period.checked()?))
    }

    /// Dead letters, newest first. For SUPER_ADMIN.
    #[graphql(
        guard = "RequireCapability(Capability::OperatePlatform)",
        complexity = "page_cost(first, None, dead_letter::DEFAULT_PAGE, child_complexity)"
    )]
    async fn dead_letters(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(50)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
    ) -> Result<DeadLetterConnection, ApiError> {
        let args = PageArgs { first, after, ..PageArgs::default() };
        DeadLetterConnection::load(ctx, ctx.person()?.operator()?, args).await
    }

    /// The progress of the pipeline. For SUPER_ADMIN.
    #[graphql(guard = "RequireCapability(Capability::OperatePlatform)", complexity = "TOTAL + child_complexity")]
    async fn pipeline(&self, ctx: &Context<'_>) -> Result<Pipeline, ApiError> {
        Pipeline::load(ctx, ctx.person()?.operator()?).await
    }
}
