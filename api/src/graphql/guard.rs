//! Who may call a field: the guards stand on the fields themselves.
use crate::graphql::context::ContextExt as _;
use async_graphql::{Context, Guard, Result};

/// Admits people.
pub struct SignedIn;

impl Guard for SignedIn {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        ctx.person()?;
        Ok(())
    }
}

/// Admits SUPER_ADMIN.
pub struct Operator;

impl Guard for Operator {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        ctx.person()?.operator()?;
        Ok(())
    }
}

/// Admits ingest keys.
pub struct Producing;

impl Guard for Producing {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        ctx.producer()?;
        Ok(())
    }
}
