//! Who may call a field: the guards are attached to the fields, and decide by the tables in
//! [`crate::permissions`].
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use async_graphql::{Context, Guard, Result};
use domain::Capability;

/// Allows people.
pub struct SignedIn;

impl Guard for SignedIn {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        ctx.person()?;
        Ok(())
    }
}

/// Allows people whose role has this capability, at least for some data; the scope says for which.
pub struct RequireCapability(pub Capability);

impl Guard for RequireCapability {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        Ok(ctx.person()?.may(self.0).map_err(ApiError::from)?)
    }
}

/// Allows ingest keys.
pub struct RequireIngestKey;

impl Guard for RequireIngestKey {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        ctx.producer()?;
        Ok(())
    }
}
