//! A provider's published metadata, cached for a while.
use crate::signin::http_client::OidcHttpClient;
use oauth2::{AuthUrl, TokenUrl};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use store::Moment;
use thiserror::Error;
use tokio::sync::Mutex;

/// How long the metadata is cached.
const FRESH: Duration = Duration::from_secs(5 * 60);

/// How long a provider is not queried after an invalid response: anyone can start a sign-in.
const PAUSE: Duration = Duration::from_secs(5);

/// The provider's metadata or error, and until when it is cached.
type Known = (Moment, Result<Arc<Metadata>, ProviderError>);

/// The part of OpenID Connect Discovery 1.0 that a sign-in needs.
#[derive(Debug, Deserialize)]
pub struct Metadata {
    issuer: String,
    /// Where browsers are redirected to.
    pub authorization_endpoint: AuthUrl,
    /// Where codes and refresh tokens are exchanged.
    pub token_endpoint: TokenUrl,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Metadata {
    /// Whether the client's secret goes into the header, which it does unless the provider accepts it in the
    /// body only.
    #[must_use]
    pub fn takes_secrets_in_header(&self) -> bool {
        let takes = |method: &str| {
            let methods = self.token_endpoint_auth_methods_supported.as_ref();
            methods.map(|methods| methods.iter().any(|told| told == method))
        };
        takes("client_secret_basic") != Some(false) || takes("client_secret_post") == Some(false)
    }
}

/// The provider does not publish valid metadata.
#[derive(Clone, Debug, Error)]
#[error("the provider cannot be discovered: {0}")]
pub struct ProviderError(String);

/// An identity provider.
pub struct Provider {
    wire: OidcHttpClient,
    known: Mutex<Option<Known>>,
}

impl Provider {
    /// The provider that this client reaches.
    #[must_use]
    pub fn new(wire: OidcHttpClient) -> Self {
        Self { wire, known: Mutex::default() }
    }

    /// The HTTP client for it.
    #[must_use]
    pub const fn wire(&self) -> &OidcHttpClient {
        &self.wire
    }

    /// Its published metadata.
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
