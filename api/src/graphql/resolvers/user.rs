//! The fields of a person within one organization.
use crate::error::ApiError;
use crate::graphql::connection::{DEFAULT_PAGE, PageArgs, page_cost};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::LastActiveOf;
use crate::graphql::loaders::people::DaysOf;
use crate::graphql::look;
use crate::graphql::scalars::DateTime;
use crate::graphql::types::enums::{Bucket, Role};
use crate::graphql::types::inputs::{PeriodInput, SessionFilter, SessionOrder};
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::session_list::SessionConnection;
use crate::graphql::types::trend::{self, TrendPoint};
use crate::graphql::types::user::OrganizationUser;
use async_graphql::{Context, ID, Object};
use query::metrics::Detail;

/// A person in an organization. Directory fields are null for people who appear only in events.
#[Object]
impl OrganizationUser {
    /// The person's id, as the producer sent it.
    async fn id(&self) -> ID {
        ID::from(self.user_id.as_str())
    }

    /// The name in the directory.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
        Ok(self.member(ctx).await?.and_then(|member| member.name.clone()))
    }

    /// The email address in the directory.
    async fn email(&self, ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
        Ok(self.member(ctx).await?.and_then(|member| member.email.clone()))
    }

    /// The role in the directory.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, ApiError> {
        Ok(self.member(ctx).await?.map(|member| member.role.into()))
    }

    /// When the directory entry was created.
    async fn member_since(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, ApiError> {
        Ok(self.member(ctx).await?.map(|member| DateTime(member.created_at)))
    }

    /// The last event of any of the person's sessions; null without sessions.
    async fn last_active_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, ApiError> {
        let key = LastActiveOf(self.scope.clone(), self.user_id.clone());
        Ok(ctx.loaders().load_one(key).await?.flatten().map(DateTime))
    }

    /// The person's figures over a period.
    async fn metrics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
    ) -> Result<Metrics, ApiError> {
        self.check()?;
        let period = period.checked()?;
        let look = ctx.look_ahead();
        let before = look.field("previous");
        let figures = self.figures(ctx, period, look::detail(&look).durations);
        if !before.exists() {
            return Ok(Metrics::alone(figures.await?));
        }
        let previous = self.figures(ctx, period.previous(), look::detail(&before).durations);
        let (figures, previous) = futures_util::try_join!(figures, previous)?;
        Ok(Metrics::with_previous(figures, previous))
    }

    /// The person's figures over time: one point per bucket, gaps filled with zeros, oldest first.
    #[graphql(complexity = "trend::cost(period, bucket, child_complexity)")]
    async fn trends(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The days to include, at most 400.")] period: PeriodInput,
        #[graphql(default_with = "Some(Bucket::Day)", desc = "The width of the buckets.")] bucket: Option<Bucket>,
    ) -> Result<Vec<TrendPoint>, ApiError> {
        self.check()?;
        let period = period.checked()?;
        let wanted = look::detail(&ctx.look_ahead().field("metrics"));
        let (scope, user_id) = (self.scope.clone(), self.user_id.clone());
        let key = DaysOf { scope, user_id, period, durations: wanted.durations };
        let days = ctx.loaders().load_one(key).await?.unwrap_or_default();
        let mut points = trend::points(&days, period, bucket, Detail { active_users: false, ..wanted })?;
        if wanted.active_users {
            // A single person is active if there is a run in the bucket.
            for point in &mut points {
                let (start, end) = (point.start.0, point.end.0);
                let active = days.iter().any(|day| day.counts.runs > 0 && start <= day.day && day.day <= end);
                point.metrics.set_active_users(i64::from(active));
            }
        }
        Ok(points)
    }

    /// The person's sessions that started in the period.
    #[graphql(complexity = "page_cost(first, last, DEFAULT_PAGE, child_complexity)")]
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
        let mut filter = filter.unwrap_or_default();
        if filter.user_id.as_ref().is_some_and(|other| other.as_str() != self.user_id.as_str()) {
            return Err(ApiError::bad_input("filter.userId: this list already has the sessions of one user"));
        }
        filter.user_id = None;
        let filter = filter.checked(period.checked()?)?;
        let (scope, user_id) = (self.scope.clone(), self.user_id.clone());
        SessionConnection::of_user(ctx, scope, user_id, filter, order_by, args).await
    }
}
