//! What a provider publishes about itself, kept for a while.
use crate::signin::http_client::OidcHttpClient;
use oauth2::{AuthUrl, TokenUrl};
use serde::Deserialize;
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
type Known = (Moment, Result<Arc<Metadata>, ProviderError>);

/// What of OpenID Connect Discovery 1.0 a sign-in needs.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    issuer: String,
    /// Where browsers are sent.
    pub authorization_endpoint: AuthUrl,
    /// Where codes and refresh tokens are exchanged.
    pub token_endpoint: TokenUrl,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Metadata {
    /// Whether the client's secret goes into the header: unless the provider takes it in the body alone.
    #[must_use]
    pub fn takes_secrets_in_header(&self) -> bool {
        let takes = |method: &str| {
            let methods = self.token_endpoint_auth_methods_supported.as_ref();
            methods.map(|methods| methods.iter().any(|told| told == method))
        };
        takes("client_secret_basic") != Some(false) || takes("client_secret_post") == Some(false)
    }
}

/// The provider does not publish what it should.
#[derive(Clone, Debug, Error)]
#[error("the provider cannot be discovered: {0}")]
pub struct ProviderError(String);

/// A provider of identities.
pub struct Provider {
    wire: OidcHttpClient,
    known: Mutex<Option<Known>>,
}

impl Provider {
    /// The provider at the end of this wire.
    #[must_use]
    pub fn new(wire: OidcHttpClient) -> Self {
        Self { wire, known: Mutex::default() }
    }

    /// The way to it.
    #[must_use]
    pub const fn wire(&self) -> &OidcHttpClient {
        &self.wire
    }

    /// What it publishes about itself.
    ///
    /// # Errors
    /// When it cannot be discovered.
    pub async fn metadata(&self, now: Moment) -> Result<Arc<Metadata>, ProviderError> {
        let mut known = self.known.lock().await;
        if let Some((until, found)) = known.as_ref()
            && now < *until
        {
            return found.clone();
        }
        let found = self.discover().await.map(Arc::new);
        let believed = if found.is_ok() { FRESH } else { PAUSE };
        *known = Some((now.plus(believed), found.clone()));
        found
    }

    async fn discover(&self) -> Result<Metadata, ProviderError> {
        let issuer = self.wire.issuer();
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let document = self.wire.get(&url).await.map_err(|error| ProviderError(error.to_string()))?;
        let found: Metadata = serde_json::from_slice(&document).map_err(|error| ProviderError(error.to_string()))?;
        if found.issuer != issuer {
            return Err(ProviderError(format!(
                "its discovery document names the issuer {}, not {issuer}",
                found.issuer
            )));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_secret_goes_where_the_provider_takes_it() {
        for (methods, in_header) in [
            (json!(null), true),
            (json!(["client_secret_post"]), false),
            (json!(["client_secret_post", "client_secret_basic"]), true),
            (json!(["private_key_jwt"]), true),
        ] {
            let metadata: Metadata = serde_json::from_value(json!({
                "issuer": "https://id.example", "authorization_endpoint": "https://id.example/a",
                "token_endpoint": "https://id.example/t", "token_endpoint_auth_methods_supported": methods,
            }))
            .expect("metadata");
            assert_eq!(metadata.takes_secrets_in_header(), in_header, "{methods}");
        }
    }
}
