//! How far the pipeline has come.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::{DateTime, Int64};
use async_graphql::{Context, Object};
use query::read::pipeline::{self, Backlog};
use query::scope::OperatorScope;

/// The progress of the pipeline over all organizations, read from the store for this request.
pub struct Pipeline {
    scope: OperatorScope,
    backlog: Backlog,
}

impl Pipeline {
    /// The state of now.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn load(ctx: &Context<'_>, scope: OperatorScope) -> Result<Self, ApiError> {
        Ok(Self { scope, backlog: pipeline::backlog(ctx.reader(), &scope).await? })
    }
}

/// The progress of the pipeline over all organizations, read from the store for this request.
#[Object]
impl Pipeline {
    /// Events waiting to be projected, including those waiting for a retry.
    async fn queue_depth(&self) -> Int64 {
        Int64(self.backlog.queued)
    }

    /// How long the oldest of them has been waiting, in milliseconds; 0 if none is waiting.
    async fn oldest_queued_ms(&self, ctx: &Context<'_>) -> Int64 {
        let now = ctx.request().now;
        Int64(self.backlog.oldest.map_or(0, |oldest| now.millis_since(oldest).max(0)))
    }

    /// Events stored, including queued ones and dead letters.
    async fn events_stored(&self, ctx: &Context<'_>) -> Result<Int64, ApiError> {
        Ok(Int64(pipeline::events_stored(ctx.reader(), &self.scope).await?))
    }

    /// Dead letters: events that could not be projected after several attempts.
    async fn dead_letters(&self) -> Int64 {
        Int64(self.backlog.dead)
    }

    /// When anything was last projected; null if never.
    async fn last_projected_at(&self) -> Option<DateTime> {
        self.backlog.projected_at.map(DateTime)
    }
}
