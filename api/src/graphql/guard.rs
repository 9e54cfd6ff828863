//! Who may call a field: the guards stand on the fields themselves, and decide by the tables of
//! [`crate::permissions`].
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use async_graphql::{Context, Guard, Result};
use domain::Capability;

/// Admits people.
pub struct SignedIn;

impl Guard for SignedIn {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        ctx.person()?;
        Ok(())
    }
}

/// Admits people whose role may do this, at least somewhere; the scope says where.
pub struct RequireCapability(pub Capability);

impl Guard for RequireCapability {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        Ok(ctx.person()?.may(self.0).map_err(ApiError::from)?)
    }
}

/// Admits ingest keys.
pub struct RequireIngestKey;

impl Guard for RequireIngestKey {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        ctx.producer()?;
        Ok(())
    }
}
