//! An organisation: its fields.
use crate::error::ApiError;
use crate::graphql::connection::{DEFAULT_PAGE, MAX_PAGE, PEOPLE, PageArgs, SESSIONS, list_cost, list_size, page_cost};
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::RequireCapability;
use crate::graphql::loaders::SessionOf;
use crate::graphql::look;
use crate::graphql::scalars::DateTime;
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
use domain::Capability;
use domain::{SessionId, UserId};
use query::metrics::Detail;
use query::read::directory;
use query::scope::KeyScope;
use query::scope::PersonScopes as _;
use query::text::id_to_read;

/// An organization, as far as the caller may see it: a MEMBER sees its figures, but only the own
/// sessions and the own row of its users.
#[Object]
impl Organization {
    /// Its id, as upstream wrote it.
    async fn id(&self) -> ID {
        ID::from(self.row.org_id.as_str())
    }

    /// Its name; the id until somebody registers another.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// When it was registered or first heard of.
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
        #[graphql(desc = "The days that count, at most 400.")] period: PeriodInput,
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

    /// Its figures over time: one point a bucket, gaps filled with zeros, oldest first.
    #[graphql(
        guard = "RequireCapability(Capability::ViewFigures)",
        complexity = "trend::cost(period, bucket, child_complexity)"
    )]
    async fn trends(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days that count, at most 400.")] period: PeriodInput,
        #[graphql(default_with = "Some(Bucket::Day)", desc = "How wide the points are.")] bucket: Option<Bucket>,
    ) -> Result<Vec<TrendPoint>, ApiError> {
        let period = period.checked()?;
        let detail = look::detail(&ctx.look_ahead().field("metrics"));
        let history = self.history(ctx, period, false, detail).await?;
        trend::points(&history.days, period, bucket, detail)
    }

    /// Its failed runs by category, cancelled and timed out ones included; empty without a failed run.
    #[graphql(
        guard = "RequireCapability(Capability::ViewFigures)",
        complexity = "trend::days_cost(period) + list_cost(domain::ErrorCategory::ALL.len(), child_complexity)"
    )]
    async fn failure_categories(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days that count, at most 400.")] period: PeriodInput,
    ) -> Result<Vec<FailureCategoryCount>, ApiError> {
        let period = period.checked()?;
        let history = self.history(ctx, period, false, Detail::default()).await?;
        let figures = self.sum(&history, (period.from(), period.to()), Detail::default())?;
        Ok(FailureCategoryCount::all(&figures))
    }

    /// Its sessions that began in the period, the latest first unless ordered otherwise.
    #[graphql(
        guard = "RequireCapability(Capability::ViewSessions)",
        complexity = "SESSIONS + page_cost(first, last, DEFAULT_PAGE, child_complexity)"
    )]
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of the contract")]
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days that count, at most 400.")] period: PeriodInput,
        #[graphql(desc = "Which sessions; all where it is absent.")] filter: Option<SessionFilter>,
        #[graphql(desc = "Their order; the latest first where it is absent.")] order_by: Option<SessionOrder>,
        #[graphql(default_with = "Some(25)", desc = "How many, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end instead, 0 to 500; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<SessionConnection, ApiError> {
        let args = PageArgs::both_ways(ctx, (first, after), (last, before))?;
        let filter = filter.unwrap_or_default().checked(period.checked()?)?;
        Box::pin(SessionConnection::load(ctx, self.scope.clone(), filter, order_by, args)).await
    }

    /// One session. Unknown, or not for the caller to see: null and NOT_FOUND.
    #[graphql(guard = "RequireCapability(Capability::ViewSessions)")]
    async fn session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id, as upstream wrote it.")] id: ID,
    ) -> Result<Option<Session>, ApiError> {
        let key = SessionOf(self.scope.clone(), SessionId::from(id_to_read("session", id.0)?));
        let row = ctx.loaders().load_one(key).await?.ok_or(ApiError::not_found("session"))?;
        Ok(Some(Session::new(self.scope.clone(), row)))
    }

    /// Its members and everybody with a run or a session in the period, by name unless ordered
    /// otherwise. The search looks into id, name and email, whatever the case.
    #[graphql(
        guard = "RequireCapability(Capability::ViewUsers)",
        complexity = "PEOPLE + page_cost(first, last, DEFAULT_PAGE, child_complexity)"
    )]
    #[expect(clippy::too_many_arguments, reason = "they are the arguments of the contract")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days that count, at most 400.")] period: PeriodInput,
        #[graphql(desc = "What they must contain; at most 256 characters.")] search: Option<String>,
        #[graphql(desc = "Their order; by name where it is absent.")] order_by: Option<UserOrder>,
        #[graphql(default_with = "Some(25)", desc = "How many, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end instead, 0 to 500; not together with first.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<UserConnection, ApiError> {
        let args = PageArgs::both_ways(ctx, (first, after), (last, before))?;
        let search = checked_search("search", search)?;
        let query = UserQuery { period: period.checked()?, search, order: order_by, args };
        Box::pin(UserConnection::load(ctx, self.scope.clone(), query)).await
    }

    /// One user. Unknown, or not for the caller to see: null and NOT_FOUND.
    #[graphql(guard = "RequireCapability(Capability::ViewUsers)")]
    async fn user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id, as upstream wrote it.")] id: ID,
    ) -> Result<Option<OrganizationUser>, ApiError> {
        let user_id = UserId::from(id_to_read("user", id.0)?);
        if !directory::knows(ctx.reader(), &self.scope, &user_id).await? {
            return Err(ApiError::not_found("user"));
        }
        Ok(Some(OrganizationUser::new(self.scope.clone(), user_id)))
    }

    /// A page of the credentials that write to it alone, those that work first. For an ORG_ADMIN of the
    /// organization and SUPER_ADMIN.
    #[graphql(
        guard = "RequireCapability(Capability::ManageOrganization)",
        complexity = "page_cost(first, None, MAX_PAGE, child_complexity)"
    )]
    async fn ingest_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(500)", desc = "How many, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those after the key of this id.")] after: Option<ID>,
    ) -> Result<Vec<IngestKey>, ApiError> {
        let scope = KeyScope::Organization(ctx.person()?.manage(self.scope.org_id())?);
        ingest_key::page(ctx.reader(), &scope, list_size(first)?, after).await
    }

    /// What goes on in it now.
    #[graphql(guard = "RequireCapability(Capability::ViewFigures)")]
    async fn live(&self, ctx: &Context<'_>) -> Result<LiveRunCounts, ApiError> {
        if self.listed {
            LiveRunCounts::listed(ctx, &self.scope).await
        } else {
            LiveRunCounts::of_organization(ctx.reader(), &self.scope, ctx.request().moments()).await
        }
    }
}
