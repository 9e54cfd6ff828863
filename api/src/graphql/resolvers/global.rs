//! The fields of the whole platform.
use crate::error::ApiError;
use crate::graphql::connection::{MAX_PAGE, PageArgs, WALK, list_size, page_cost, parts};
use crate::graphql::look;
use crate::graphql::scalars::Int64;
use crate::graphql::types::enums::Bucket;
use crate::graphql::types::global::Global;
use crate::graphql::types::metrics::Metrics;
use crate::graphql::types::notable_change::{self, NotableChange};
use crate::graphql::types::organization_ranking::{self, OrganizationOrder, OrganizationRankingConnection};
use crate::graphql::types::organization_trend::{self, OrganizationTrend};
use crate::graphql::types::trend::TrendPoint;
use async_graphql::{Context, ID, Object};
use query::metrics::Figures;

/// The whole platform over a period: all organizations together, and side by side.
#[Object]
impl Global {
    /// The number of organizations, active or not.
    async fn organization_count(&self, ctx: &Context<'_>) -> Result<Int64, ApiError> {
        Ok(Int64(self.rows(ctx).await?.len() as i64))
    }

    /// The figures of all organizations together. Active users are the sum over organizations:
    /// someone active in two of them counts twice.
    async fn metrics(&self, ctx: &Context<'_>) -> Result<Metrics, ApiError> {
        let sums = self.sums(ctx).await?;
        let now = Figures::total(sums.values().map(|both| &both.now));
        let before = Figures::total(sums.values().map(|both| &both.before));
        Ok(Metrics::with_previous(now, before))
    }

    /// The figures of all organizations together over time: one point per bucket, gaps filled with
    /// zeros, oldest first.
    #[graphql(complexity = "WALK + organization_trend::cost(1, bucket, (0, child_complexity))")]
    async fn trends(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(Bucket::Day)", desc = "The width of the buckets.")] bucket: Option<Bucket>,
    ) -> Result<Vec<TrendPoint>, ApiError> {
        let look = ctx.look_ahead().field("metrics");
        organization_trend::all(ctx, self, bucket.unwrap_or(Bucket::Day), look::detail(&look)).await
    }

    /// The figures over time, for a stacked chart: the top organizations by runs in the period,
    /// largest first, then one entry without an organization for all others together.
    #[graphql(
        complexity = "WALK + organization_trend::cost(organization_trend::entries(top), bucket, parts(child_complexity))"
    )]
    async fn trends_by_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(5)", desc = "How many organizations get an entry of their own, 0 to 50.")]
        top: Option<i32>,
        #[graphql(default_with = "Some(Bucket::Day)", desc = "The width of the buckets.")] bucket: Option<Bucket>,
    ) -> Result<Vec<OrganizationTrend>, ApiError> {
        let look = ctx.look_ahead().field("points").field("metrics");
        organization_trend::stacked(ctx, self, top, bucket.unwrap_or(Bucket::Day), look::detail(&look)).await
    }

    /// All organizations with their figures, ordered by runs, most first, unless specified
    /// otherwise.
    #[graphql(complexity = "WALK + page_cost(first, None, organization_ranking::DEFAULT_PAGE, child_complexity)")]
    async fn organizations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Sort order; by runs, most first, if omitted.")] order_by: Option<OrganizationOrder>,
        #[graphql(default_with = "Some(20)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
    ) -> Result<OrganizationRankingConnection, ApiError> {
        let args = PageArgs { first, after, ..PageArgs::default() };
        OrganizationRankingConnection::load(ctx, self, order_by, args).await
    }

    /// A page of what needs attention, by organization name: a success rate below 85 %, a cost more
    /// than twice the usual, a handoff rate above 60 %. A page holds all changes of an organization
    /// or none, so it may exceed the requested size by two.
    #[graphql(
        complexity = "WALK + page_cost(first.map(|first| first.saturating_add(2)), None, MAX_PAGE, child_complexity)"
    )]
    async fn notable_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(500)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those of organizations after the one with this id.")] after: Option<ID>,
    ) -> Result<Vec<NotableChange>, ApiError> {
        notable_change::of(ctx, self, list_size(first)?, after).await
    }
}
