//! The fields of a run.
use crate::error::ApiError;
use crate::graphql::connection::parts_cost;
use crate::graphql::context::ContextExt as _;
use crate::graphql::loaders::SessionOf;
use crate::graphql::scalars::{DateTime, Int64};
use crate::graphql::types::artifacts::Artifacts;
use crate::graphql::types::enums::{CostSource, ErrorCategory, RunStatus};
use crate::graphql::types::run::Run;
use crate::graphql::types::session::Session;
use crate::graphql::types::step::{self, ModelCallConnection, ToolUseConnection};
use async_graphql::{Context, ID, Object};
use domain::NanoUsd;
use query::read::runs::Completed;

/// One run of the agent in a session. Fields of its end are null until there is one.
#[Object]
impl Run {
    /// The run's id, as the producer sent it.
    async fn id(&self) -> ID {
        ID::from(self.row.run_id.as_str())
    }

    /// Its position by first event among the runs of its session, from 1.
    async fn number(&self) -> Int64 {
        Int64(self.row.number)
    }

    /// The session named by its first event.
    async fn session(&self, ctx: &Context<'_>) -> Result<Session, ApiError> {
        let key = SessionOf(self.scope.clone(), self.row.session_id.clone());
        let row = ctx.loaders().load_one(key).await?.ok_or(ApiError::not_found("session"))?;
        Ok(Session::new(self.scope.clone(), row))
    }

    /// How it ended: by its terminal event (its last run_completed), or else by its last step; or its current status.
    async fn status(&self, ctx: &Context<'_>) -> RunStatus {
        if let (None, Some(alive_at)) = (self.end(), self.row.alive_at) {
            let is_running = alive_at > ctx.request().cutoffs().stopped_since;
            return if is_running { RunStatus::Running } else { RunStatus::Stopped };
        }
        match self.end() {
            Some(end) => end.status.into(),
            None if self.row.first_at > ctx.request().cutoffs().open_since => RunStatus::Running,
            None => RunStatus::Lost,
        }
    }

    /// The earliest run_started; without one, the end minus the duration. Of an inferred run its prompt, or else its
    /// first step.
    async fn started_at(&self) -> Option<DateTime> {
        self.row.started_at().map(DateTime)
    }

    /// When it ended: its terminal event, or else its last step.
    async fn completed_at(&self) -> Option<DateTime> {
        self.end().map(|end| DateTime(end.at))
    }

    /// Its duration, in milliseconds.
    async fn duration_ms(&self) -> Option<Int64> {
        self.end().map(|end| Int64(end.duration_ms))
    }

    /// How long it waited before it started, in milliseconds; null if not reported.
    async fn queue_wait_ms(&self) -> Option<Int64> {
        self.row.queue_wait_ms.map(Int64)
    }

    /// Its cost, in USD, for display; costNanoUsd is exact.
    async fn cost_usd(&self) -> Option<f64> {
        self.row.figures.map(|figures| NanoUsd(figures.cost_nano_usd).usd())
    }

    /// Its cost, in nano-USD, exact.
    async fn cost_nano_usd(&self) -> Option<Int64> {
        self.row.figures.map(|figures| Int64(figures.cost_nano_usd))
    }

    /// Where its cost comes from; null while it has none.
    async fn cost_source(&self) -> Option<CostSource> {
        self.row.figures.map(|figures| figures.cost_source.into())
    }

    /// Model calls whose cost is not known, and so is missing from its cost; null while it has none.
    async fn unpriced_calls(&self) -> Option<Int64> {
        self.row.figures.map(|figures| Int64(figures.unpriced_calls))
    }

    /// Tokens that the model read, caches included.
    async fn input_tokens(&self) -> Option<Int64> {
        self.row.figures.map(|figures| Int64(figures.input_tokens))
    }

    /// Input tokens that came from a cache; null if nothing says so.
    async fn cache_read_tokens(&self) -> Option<Int64> {
        self.row.figures.and_then(|figures| figures.cache_read_tokens).map(Int64)
    }

    /// Input tokens that were written to a cache; null if nothing says so.
    async fn cache_write_tokens(&self) -> Option<Int64> {
        self.row.figures.and_then(|figures| figures.cache_write_tokens).map(Int64)
    }

    /// Output tokens of reasoning; null if its agent reports no steps.
    async fn reasoning_tokens(&self) -> Option<Int64> {
        self.row.figures.and_then(|figures| figures.reasoning_tokens).map(Int64)
    }

    /// Tokens that the model wrote, reasoning included.
    async fn output_tokens(&self) -> Option<Int64> {
        self.row.figures.map(|figures| Int64(figures.output_tokens))
    }

    /// Input and output tokens together.
    async fn total_tokens(&self) -> Option<Int64> {
        self.row.figures.map(|figures| Int64(figures.input_tokens.saturating_add(figures.output_tokens)))
    }

    /// The coding agent of its session; null if no event names one.
    async fn agent(&self, ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
        let key = SessionOf(self.scope.clone(), self.row.session_id.clone());
        Ok(ctx.loaders().load_one(key).await?.and_then(|row| row.agent.clone()))
    }

    /// Its model calls within its session, oldest first.
    #[graphql(complexity = "step::COST + parts_cost(first, step::DEFAULT_PAGE, child_complexity)")]
    async fn model_calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(100)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
    ) -> Result<ModelCallConnection, ApiError> {
        self.steps().calls(ctx, first, after).await
    }

    /// Its tool uses within its session, oldest first.
    #[graphql(complexity = "step::COST + parts_cost(first, step::DEFAULT_PAGE, child_complexity)")]
    async fn tool_uses(
        &self,
        ctx: &Context<'_>,
        #[graphql(default_with = "Some(100)", desc = "Page size, 0 to 500.")] first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
    ) -> Result<ToolUseConnection, ApiError> {
        self.steps().uses(ctx, first, after).await
    }

    /// Whether no event reports its start or its end, so that both follow from prompts and steps.
    async fn inferred(&self) -> bool {
        self.row.is_inferred
    }

    /// The model used; null if no event names one.
    async fn model(&self) -> Option<&str> {
        self.row.model.as_deref()
    }

    /// Why it did not succeed; null if it succeeded or is still running.
    async fn error_category(&self) -> Option<ErrorCategory> {
        self.end().and_then(Completed::category).map(Into::into)
    }

    /// The producer's own error type; null if it gives none.
    async fn error_type(&self) -> Option<&str> {
        self.end().and_then(|end| end.error_type.as_deref())
    }

    /// What it changed; null if not reported.
    async fn artifacts(&self, ctx: &Context<'_>) -> Option<Artifacts> {
        let artifacts = self.end()?.artifacts.as_deref()?;
        Some(Artifacts::sum([artifacts], ctx.look_ahead().field("files").exists()))
    }
}
