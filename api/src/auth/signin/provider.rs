//! What a provider publishes about itself, kept for a while.
use crate::auth::fetch::causes;
use crate::auth::signin::wire::Wire;
use openidconnect::IssuerUrl;
use openidconnect::core::CoreProviderMetadata;
use std::sync::Arc;
use std::time::Duration;
use store::Moment;
use thiserror::Error;
use tokio::sync::Mutex;

/// How long what a provider publishes is taken as it was.
const FRESH: Duration = Duration::from_secs(5 * 60);

/// How long it is left alone after it did not answer as it should: anybody may ask to sign in.
const PAUSE: Duration = Duration::from_secs(5);

/// What is known of a provider, or why nothing is, and until when that is believed.
type Known = (Moment, Result<Arc<CoreProviderMetadata>, ProviderError>);

/// The provider does not publish what it should.
#[derive(Clone, Debug, Error)]
#[error("the provider cannot be discovered: {0}")]
pub struct ProviderError(String);

/// A provider of identities.
pub struct Provider {
    wire: Wire,
    known: Mutex<Option<Known>>,
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
    pub async fn metadata(&self, now: Moment, anew: bool) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let mut known = self.known.lock().await;
        if let Some((until, found)) = known.as_ref()
            && !anew
            && now < *until
        {
            return found.clone();
        }
        let found = self.discover().await.map(Arc::new);
        let believed = if found.is_ok() { FRESH } else { PAUSE };
        *known = Some((now.plus(believed), found.clone()));
        found
    }

    async fn discover(&self) -> Result<CoreProviderMetadata, ProviderError> {
        let issuer = IssuerUrl::new(self.wire.issuer().to_owned()).map_err(|error| ProviderError(error.to_string()))?;
        let found = CoreProviderMetadata::discover_async(issuer, &self.wire).await;
        found.map_err(|error| ProviderError(causes(&error)))
    }
}
