//! The fields of a session.
use crate::error::ApiError;
use crate::graphql::connection::{MAX_PAGE, list_size, page_cost, parts_cost, unknown_after};
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::sessions::{HandoffPageOf, RunsOf};
use crate::graphql::loaders::{ActivityOf, ChangesOf};
use crate::graphql::scalars::{DateTime, Int64};
use crate::graphql::types::artifacts::Artifacts;
use crate::graphql::types::enums::{AgentMode, CostSource};
use crate::graphql::types::handoff::Handoff;
use crate::graphql::types::metrics::Activity;
use crate::graphql::types::run::Run;
use crate::graphql::types::session::Session;
use crate::graphql::types::timeline_list::{self, TimelineConnection};
use crate::graphql::types::user::OrganizationUser;
use async_graphql::{Context, ID, Object};
use domain::{EventId, NanoUsd, RunId};
use query::read::handoffs::{self, HandoffPage};
use query::read::runs::{self, RunPage};
use query::text::id_to_read;
use std::sync::Arc;

/// The cost of a sum over all runs of a session, in values.
const SUM: usize = 10;

/// A person's work with the agent on one subject. Its figures are those of its completed runs, on
/// any day.
#[Object]
impl Session {
    /// The session's id, as the producer sent it.
    async fn id(&self) -> ID {
        ID::from(self.row.session_id.as_str())
    }

    /// The user named by its earliest event that has one; null if none does.
    async fn user(&self) -> Option<OrganizationUser> {
        let user_id = self.row.user_id.clone()?;
        Some(OrganizationUser::new(self.scope.clone(), user_id))
    }

    /// The repository named by its first event that has one; null if none does.
    async fn repo_id(&self) -> Option<&str> {
        self.row.repo_id.as_deref()
    }

    /// The coding agent named by its first event that has one; null if none does. Likewise below.
    async fn agent(&self) -> Option<&str> {
        self.row.agent.as_deref()
    }

    /// The version of the agent.
    async fn agent_version(&self) -> Option<&str> {
        self.row.agent_version.as_deref()
    }

    /// Whether a person sits in front of the agent.
    async fn mode(&self) -> Option<AgentMode> {
        self.row.mode.map(Into::into)
    }

    /// The branch.
    async fn branch(&self) -> Option<&str> {
        self.row.branch.as_deref()
    }

    /// The team of the person.
    async fn team_id(&self) -> Option<ID> {
        self.row.team_id.as_deref().map(ID::from)
    }

    /// The first message; without one, the first event. Its UTC day is the session's day.
    async fn started_at(&self) -> DateTime {
        DateTime(self.row.started_at)
    }

    /// The last event of any type.
    async fn last_event_at(&self) -> DateTime {
        DateTime(self.row.last_event_at)
    }

    /// From the first to the last event of any type, in milliseconds.
    async fn lifespan_ms(&self) -> Int64 {
        Int64(self.row.lifespan_ms)
    }

    /// The sum of its runs' durations, in milliseconds.
    async fn active_time_ms(&self) -> Int64 {
        Int64(self.row.active_time_ms)
    }

    /// Its completed runs.
    async fn run_count(&self) -> Int64 {
        Int64(self.row.run_count)
    }

    /// Its runs that ended with SUCCESS.
    async fn successful_runs(&self) -> Int64 {
        Int64(self.row.successful_runs)
    }

    /// Its runs that ended with any other status.
    async fn failed_runs(&self) -> Int64 {
        Int64(self.row.failed_runs)
    }

    /// Successful runs / completed runs, 0 to 1; null without completed runs.
    async fn success_rate(&self) -> Option<f64> {
        (self.row.run_count > 0).then(|| self.row.successful_runs as f64 / self.row.run_count as f64)
    }

    /// Its local handoffs.
    async fn handoff_count(&self) -> Int64 {
        Int64(self.row.handoff_count)
    }

    /// Whether a run ended within 4 hours after some handoff.
    async fn has_post_handoff_iteration(&self) -> bool {
        self.row.post_handoff
    }

    /// Cost of its runs, in USD, for display; costNanoUsd is exact.
    async fn cost_usd(&self) -> f64 {
        NanoUsd(self.row.cost_nano_usd).usd()
    }

    /// Cost of its runs, in nano-USD, exact.
    async fn cost_nano_usd(&self) -> Int64 {
        Int64(self.row.cost_nano_usd)
    }

    /// Where its cost comes from; UNKNOWN without runs.
    async fn cost_source(&self) -> CostSource {
        self.row.cost_source.into()
    }

    /// Model calls whose cost is not known, and so is missing from its cost.
    async fn unpriced_calls(&self) -> Int64 {
        Int64(self.row.unpriced_calls)
    }

    /// Its open runs: without an outcome, but with a prompt or a step.
    async fn open_runs(&self) -> Int64 {
        Int64(self.row.open_runs)
    }

    /// Tokens that the models read, caches included.
    async fn input_tokens(&self) -> Int64 {
        Int64(self.row.input_tokens)
    }

    /// Input tokens that came from a cache.
    async fn cache_read_tokens(&self) -> Int64 {
        Int64(self.row.cache_read_tokens)
    }

    /// Input tokens that were written to a cache.
    async fn cache_write_tokens(&self) -> Int64 {
        Int64(self.row.cache_write_tokens)
    }

    /// Tokens that the models wrote.
    async fn output_tokens(&self) -> Int64 {
        Int64(self.row.output_tokens)
    }

    /// Whether it has a RUNNING run.
    async fn is_live(&self, ctx: &Context<'_>) -> bool {
        let cutoffs = ctx.request().cutoffs();
        self.row.last_open_run_at.is_some_and(|at| at > cutoffs.open_since)
            || self.row.last_open_step_at.is_some_and(|at| at > cutoffs.stopped_since)
    }

    /// A page of its runs, ordered by number.
    #[graphql(complexity = "parts_cost(first, MAX_PAGE, child_complexity)")]
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(500)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those after the run with this id.")] after: Option<ID>,
    ) -> Result<Vec<Run>, ApiError> {
        let after = after.map(|id| id_to_read("run", id.0)).transpose()?.map(RunId::from);
        let page = RunPage { limit: list_size(first)?, after };
        let (scope, session_id) = (self.scope.clone(), self.row.session_id.clone());
        let key = RunsOf { scope, session_id, page: page.clone() };
        let rows = ctx.loaders().load_one(key).await?.unwrap_or_default();
        if let (true, Some(after)) = (rows.is_empty(), &page.after)
            && !runs::has(ctx.reader(), &self.scope, &self.row.session_id, after).await?
        {
            return Err(unknown_after("a run"));
        }
        Ok(rows.iter().map(|row| Run::new(self.scope.clone(), Arc::clone(row))).collect())
    }

    /// A page of its local handoffs, oldest first.
    #[graphql(complexity = "parts_cost(first, MAX_PAGE, child_complexity)")]
    async fn handoffs(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(500)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only those after the handoff with this id.")] after: Option<ID>,
    ) -> Result<Vec<Handoff>, ApiError> {
        let after = after.map(|id| id_to_read("handoff", id.0)).transpose()?.map(EventId::from);
        let page = HandoffPage { limit: list_size(first)?, after };
        let (scope, session_id) = (self.scope.clone(), self.row.session_id.clone());
        let key = HandoffPageOf { scope, session_id, page: page.clone() };
        let rows = ctx.loaders().load_one(key).await?.unwrap_or_default();
        if let (true, Some(after)) = (rows.is_empty(), &page.after)
            && !handoffs::has(ctx.reader(), &self.scope, &self.row.session_id, after).await?
        {
            return Err(unknown_after("a handoff"));
        }
        Ok(rows.iter().map(|row| Handoff::new(self.scope.clone(), Arc::clone(row))).collect())
    }

    /// What all of its runs together changed.
    #[graphql(complexity = "SUM + child_complexity")]
    async fn artifacts(&self, ctx: &Context<'_>) -> Result<Artifacts, ApiError> {
        let (scope, session_id) = (self.scope.clone(), self.row.session_id.clone());
        let key = ChangesOf { scope, session_id, files: ctx.look_ahead().field("files").exists() };
        Ok(ctx.loaders().load_one(key).await?.unwrap_or_else(|| Artifacts::sum([], false)))
    }

    /// What its agent and its person did outside any step, as far as the agent reports it.
    async fn activity(&self, ctx: &Context<'_>) -> Result<Activity, ApiError> {
        let key = ActivityOf(self.scope.clone(), self.row.session_id.clone());
        Ok(Activity::of(&ctx.loaders().load_one(key).await?.unwrap_or_default()))
    }

    /// Messages, starts and ends of runs, handoffs, and, if requested, model calls and tool uses, ordered by time and
    /// id.
    #[graphql(complexity = "page_cost(first, None, timeline_list::DEFAULT_PAGE, child_complexity)")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(100)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(default_with = "Some(false)", desc = "Whether to include model calls and tool uses.")] steps: Option<
            bool,
        >,
    ) -> Result<TimelineConnection, ApiError> {
        let (scope, session_id) = (self.scope.clone(), self.row.session_id.clone());
        TimelineConnection::load(ctx, scope, session_id, (first, after), steps.unwrap_or_default()).await
    }
}
