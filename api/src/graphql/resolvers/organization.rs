//! The fields of an organization.
use crate::error::ApiError;
use crate::graphql::connection::{DEFAULT_PAGE, MAX_PAGE, PEOPLE, PageArgs, SESSIONS, list_cost, list_size, page_cost};
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::RequireCapability;
use crate::graphql::loaders::SessionOf;
use crate::graphql::look;
use crate::graphql::scalars::DateTime;
use crate::graphql::types::agent::{Agent, UnknownRecords};
use crate::graphql::types::agent_setup::{AgentSetup, AgentSetupForm, ConnectableAgent};
use crate::graphql::types::enums::Bucket;
use crate::graphql::types::ingest_key::{self, IngestKey};
use crate::graphql::types::inputs::{PeriodInput, SessionFilter, SessionOrder, UserOrder, checked_search};
use crate::graphql::types::live::LiveRunCounts;
use crate::graphql::types::metrics::{FailureCategoryCount, Metrics};
use crate::graphql::types::organization::Organization;
use crate::graphql::types::session::Session;
use crate::graphql::types::session_list::SessionConnection;
use crate::graphql::types::trend::{self, TrendPoint};
use crate::graphql::types::user::OrganizationUser;
use crate::graphql::types::user_list::{UserConnection, UserQuery};
use async_graphql::{Context, ID, Object};
use connect::{Target, connect};
use domain::Capability;
use domain::{Instant, SessionId, UserId};
use query::metrics::Detail;
use query::read::{agents, directory};
use query::scope::KeyScope;
use query::scope::PersonScopes as _;
use query::text::{checked_id, id_to_read};

/// What the cost of a request counts on.
const MAX_AGENTS: usize = 20;
const MAX_UNKNOWN: usize = 200;
/// What is wrong with an agent is told for seven days.
const RECENT_MICROS: i64 = 7 * 86_400_000_000;

/// An organization, as far as the caller may see it: a MEMBER sees its figures, but only their own
/// sessions and their own row in the list of users.
#[Object]
impl Organization {
    /// Its id, as the producer sent it.
    async fn id(&self) -> ID {
        ID::from(self.row.org_id.as_str())
    }

    /// Its name; the id until it is registered under another.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// When it was registered or first seen.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Its figures over a period.
    #[graphql(
        guard = "RequireCapability(Capability::ViewFigures)",
        complexity = "trend::days_cost(period) + child_complexity"
    )]
    async fn metrics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
    ) -> Result<Metrics, ApiError> {
        let period = period.checked()?;
        let look = ctx.look_ahead();
        let before = look.field("previous");
        let detail = look::detail(&look).or(look::detail(&before));
        let history = self.history(ctx, period, before.exists(), detail).await?;
        let figures = self.sum(&history, (period.from(), period.to()), look::detail(&look))?;
        if !before.exists() {
            return Ok(Metrics::alone(figures));
        }
        let previous = period.previous();
        let previous = self.sum(&history, (previous.from(), previous.to()), look::detail(&before))?;
        Ok(Metrics::with_previous(figures, previous))
    }

    /// Its figures over time: one point per bucket, gaps filled with zeros, oldest first.
    #[graphql(
        guard = "RequireCapability(Capability::ViewFigures)",
        complexity = "trend::cost(period, bucket, child_complexity)"
    )]
    async fn trends(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
        #[graphql(default_with = "Some(Bucket::Day)", desc = "The width of the buckets.")] bucket: Option<Bucket>,
    ) -> Result<Vec<TrendPoint>, ApiError> {
        let period = period.checked()?;
        let detail = look::detail(&ctx.look_ahead().field("metrics"));
        let history = self.history(ctx, period, false, detail).await?;
        trend::points(&history.days, period, bucket, detail)
    }

    /// Its failed runs by category, including cancelled and timed-out ones; empty without a failed
    /// run.
    #[graphql(
        guard = "RequireCapability(Capability::ViewFigures)",
        complexity = "trend::days_cost(period) + list_cost(domain::ErrorCategory::ALL.len(), child_complexity)"
    )]
    async fn failure_categories(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
    ) -> Result<Vec<FailureCategoryCount>, ApiError> {
        let period = period.checked()?;
        let history = self.history(ctx, period, false, Detail::default()).await?;
        let figures = self.sum(&history, (period.from(), period.to()), Detail::default())?;
        Ok(FailureCategoryCount::all(&figures))
    }

    /// Its sessions that started in the period, newest first unless specified otherwise.
    #[graphql(
        guard = "RequireCapability(Capability::ViewSessions)",
        complexity = "SESSIONS + page_cost(first, last, DEFAULT_PAGE, child_complexity)"
    )]
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of the contract")]
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
        #[graphql(desc = "Filter; all if omitted.")] filter: Option<SessionFilter>,
        #[graphql(desc = "Sort order; newest first if omitted.")] order_by: Option<SessionOrder>,
        #[graphql(default_with = "Some(25)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 0 to 500; cannot be combined with first.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<SessionConnection, ApiError> {
        let args = PageArgs::both_ways(ctx, (first, after), (last, before))?;
        let filter = filter.unwrap_or_default().checked(period.checked()?)?;
        Box::pin(SessionConnection::load(ctx, self.scope.clone(), filter, order_by, args)).await
    }

    /// One session. If unknown, or not visible to the caller: null and NOT_FOUND.
    #[graphql(guard = "RequireCapability(Capability::ViewSessions)")]
    async fn session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id, as the producer sent it.")] id: ID,
    ) -> Result<Option<Session>, ApiError> {
        let key = SessionOf(self.scope.clone(), SessionId::from(id_to_read("session", id.0)?));
        let row = ctx.loaders().load_one(key).await?.ok_or(ApiError::not_found("session"))?;
        Ok(Some(Session::new(self.scope.clone(), row)))
    }

    /// Its members and everybody with a run or a session in the period, ordered by name unless
    /// specified otherwise. The search covers id, name and email, ignoring case.
    #[graphql(
        guard = "RequireCapability(Capability::ViewUsers)",
        complexity = "PEOPLE + page_cost(first, last, DEFAULT_PAGE, child_complexity)"
    )]
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of the contract")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
        #[graphql(desc = "Text to search for; at most 256 characters.")] search: Option<String>,
        #[graphql(desc = "Sort order; by name if omitted.")] order_by: Option<UserOrder>,
        #[graphql(default_with = "Some(25)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 0 to 500; cannot be combined with first.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<UserConnection, ApiError> {
        let args = PageArgs::both_ways(ctx, (first, after), (last, before))?;
        let search = checked_search("search", search)?;
        let query = UserQuery { period: period.checked()?, search, order: order_by, args };
        Box::pin(UserConnection::load(ctx, self.scope.clone(), query)).await
    }

    /// One user. If unknown, or not visible to the caller: null and NOT_FOUND.
    #[graphql(guard = "RequireCapability(Capability::ViewUsers)")]
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id, as the producer sent it.")] id: ID,
    ) -> Result<Option<OrganizationUser>, ApiError> {
        let user_id = UserId::from(id_to_read("user", id.0)?);
        if !directory::knows(ctx.reader(), &self.scope, &user_id).await? {
            return Err(ApiError::not_found("user"));
        }
        Ok(Some(OrganizationUser::new(self.scope.clone(), user_id)))
    }

    /// A page of the ingest keys that write to this organization only, active ones first. For an
    /// ORG_ADMIN of the organization and SUPER_ADMIN.
    #[graphql(
        guard = "RequireCapability(Capability::ManageOrganization)",
        complexity = "page_cost(first, None, MAX_PAGE, child_complexity)"
    )]
    async fn ingest_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(500)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those after the key with this id.")] after: Option<ID>,
    ) -> Result<Vec<IngestKey>, ApiError> {
        let scope = KeyScope::Organization(ctx.person()?.manage(self.scope.org_id())?);
        ingest_key::page(ctx.reader(), &scope, list_size(first)?, after).await
    }

    /// The coding agents that its sessions name, the one that was last seen first, at most 100. For an ORG_ADMIN of
    /// the organization and SUPER_ADMIN.
    #[graphql(
        guard = "RequireCapability(Capability::ManageOrganization)",
        complexity = "SESSIONS + list_cost(MAX_AGENTS, child_complexity)"
    )]
    async fn agents(&self, ctx: &Context<'_>) -> Result<Vec<Agent>, ApiError> {
        let recent = Instant(ctx.request().cutoffs().now.0 - RECENT_MICROS);
        let rows = agents::load(ctx.reader(), &self.scope, recent).await?;
        Ok(rows.into_iter().map(Agent::from).collect())
    }

    /// What its agents send and nothing here recognizes, by service and name, the last seen first. For an ORG_ADMIN of
    /// the organization and SUPER_ADMIN.
    #[graphql(
        guard = "RequireCapability(Capability::ManageOrganization)",
        complexity = "list_cost(MAX_UNKNOWN, child_complexity)"
    )]
    async fn unknown_records(&self, ctx: &Context<'_>) -> Result<Vec<UnknownRecords>, ApiError> {
        let rows = agents::unknown(ctx.reader(), &self.scope).await?;
        Ok(rows.into_iter().map(UnknownRecords::from).collect())
    }

    /// What connects a coding agent to this server. The lines contain no secret: a place is left for that of an ingest
    /// key.
    #[graphql(guard = "RequireCapability(Capability::ViewFigures)")]
    async fn agent_setup(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The coding agent.")] agent: ConnectableAgent,
        #[graphql(desc = "Where it reads its settings.")] form: AgentSetupForm,
        #[graphql(
            default_with = "Some(false)",
            desc = "Whether the sessions are the caller's own, whoever the agent thinks works with it."
        )]
        personal: Option<bool>,
        #[graphql(desc = "The repository that the agent works on, such as acme/shop; at most 256 characters.")]
        repository: Option<String>,
        #[graphql(
            default_with = "Some(false)",
            desc = "Whether the agent sends what people type; the server decides what it stores."
        )]
        prompts: Option<bool>,
    ) -> Result<AgentSetup, ApiError> {
        let repository = repository.map(|repository| checked_id("repository", repository)).transpose()?;
        let user = personal.unwrap_or_default().then(|| ctx.person().map(|person| person.sub.as_str())).transpose()?;
        let target = Target {
            url: &ctx.request().services.options().public_url,
            key: None,
            user,
            repository: repository.as_deref(),
            prompts: prompts.unwrap_or_default(),
        };
        let agent = agent.into();
        Ok(AgentSetup::new(agent, connect(agent, form.into(), &target)))
    }

    /// Its live counts.
    #[graphql(guard = "RequireCapability(Capability::ViewFigures)")]
    async fn live(&self, ctx: &Context<'_>) -> Result<LiveRunCounts, ApiError> {
        if self.listed {
            LiveRunCounts::listed(ctx, &self.scope).await
        } else {
            LiveRunCounts::of_organization(ctx.reader(), &self.scope, ctx.request().cutoffs()).await
        }
    }
}
