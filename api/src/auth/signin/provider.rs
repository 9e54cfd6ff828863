//! What a provider publishes about itself, kept for a while.
use crate::auth::fetch::causes;
use crate::auth::signin::wire::Wire;
use entities::Instant;
use openidconnect::IssuerUrl;
use openidconnect::core::CoreProviderMetadata;
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::Mutex;

/// How long what a provider publishes is taken as it was, in microseconds.
const FRESH_MICROS: i64 = 5 * 60 * 1_000_000;

/// The provider does not publish what it should.
#[derive(Debug, Error)]
#[error("the provider cannot be discovered: {0}")]
pub struct ProviderError(String);

/// A provider of identities.
pub struct Provider {
    wire: Wire,
    known: Mutex<Option<(Instant, Arc<CoreProviderMetadata>)>>,
}

impl Provider {
    /// The provider at the end of this wire.
    #[must_use]
    pub fn new(wire: Wire) -> Self {
        Self { wire, known: Mutex::default() }
    }

    /// The way to it.
    #[must_use]
    pub const fn wire(&self) -> &Wire {
        &self.wire
    }

    /// What it publishes about itself; `anew` where what is known does not do.
    ///
    /// # Errors
    /// When it cannot be discovered.
    pub async fn metadata(&self, now: Instant, anew: bool) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = known.as_ref()
            && !anew
            && now < at.plus_micros(FRESH_MICROS)
        {
            return Ok(Arc::clone(metadata));
        }
        let issuer = IssuerUrl::new(self.wire.issuer().to_owned()).map_err(|error| ProviderError(error.to_string()))?;
        let found = CoreProviderMetadata::discover_async(issuer, &self.wire).await;
        let found = Arc::new(found.map_err(|error| ProviderError(causes(&error)))?);
        *known = Some((now, Arc::clone(&found)));
        Ok(found)
    }
}
