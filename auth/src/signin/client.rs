//! The client side of the code flow: OAuth 2 with PKCE, and the ID token of OpenID Connect on top.
use crate::fetch::causes;
use crate::options::ClientOptions;
use crate::signin::flow::{Flow, SECONDS};
use crate::signin::http_client::WireError;
use crate::signin::id_token;
use crate::signin::provider::{Metadata, Provider, ProviderError};
use oauth2::basic::{
    BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
    BasicTokenType,
};
use oauth2::{
    AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    ExtraTokenFields, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use store::Clock;
use thiserror::Error;

/// What OpenID Connect adds to a token response.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct IdToken {
    id_token: Option<String>,
}

impl ExtraTokenFields for IdToken {}

type Answer = StandardTokenResponse<IdToken, BasicTokenType>;

type Ready = Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// Why a sign-in failed.
#[derive(Clone, Debug, Error)]
pub enum SignInError {
    /// The provider cannot be discovered.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The provider is unavailable: it does not respond, or not as a provider should.
    #[error("the provider's response cannot be used: {0}")]
    Unavailable(String),
    /// The provider rejected the code or the refresh token.
    #[error("the provider issued no tokens: {0}")]
    Refused(String),
    /// The ID token does not belong to this request.
    #[error("the provider's token is not valid: {0}")]
    Token(String),
}

impl SignInError {
    /// Whether a retry may succeed.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Provider(_) | Self::Unavailable(_))
    }
}

/// The result of a sign-in.
#[derive(Clone)]
pub struct Tokens {
    /// Identifies the person who signed in.
    pub id_token: String,
    /// Renews the ID token; `None` if the provider issues none.
    pub refresh_token: Option<String>,
}

/// The result of a renewal.
#[derive(Clone)]
pub enum Renewed {
    /// New tokens.
    Whole(Tokens),
    /// The provider renews, but returns no ID token any more; only a new sign-in yields one.
    Anonymous {
        /// The new refresh token; `None` if it stays the same.
        refresh_token: Option<String>,
    },
}

/// Signs browsers in.
pub struct SignIn {
    provider: Provider,
    client: ClientOptions,
    redirect: RedirectUrl,
    clock: Clock,
}

impl SignIn {
    /// Signs in with this provider, as this client.
    ///
    /// # Errors
    /// When the public URL is not valid.
    pub fn new(provider: Provider, client: ClientOptions, public_url: &str, clock: Clock) -> anyhow::Result<Self> {
        let redirect = RedirectUrl::new(format!("{public_url}/auth/callback"))
            .map_err(|error| anyhow::anyhow!("this server's public URL is not valid: {error}"))?;
        Ok(Self { provider, client, redirect, clock })
    }

    /// Where to redirect the browser, and what it must bring back.
    ///
    /// # Errors
    /// When the provider cannot be discovered.
    pub async fn begin(&self, return_to: String) -> Result<(String, Flow), SignInError> {
        let now = self.clock.now();
        let client = self.ready(&*self.provider.metadata(self.clock.moment()).await?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let nonce = CsrfToken::new_random();
        let scopes = std::iter::once("openid").chain(self.client.scopes.iter().map(String::as_str));
        let (url, state) = client
            .authorize_url(CsrfToken::new_random)
            .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())))
            .add_extra_param("nonce", nonce.secret())
            .set_pkce_challenge(challenge)
            .url();
        let flow = Flow {
            state: state.into_secret(),
            nonce: nonce.into_secret(),
            verifier: verifier.into_secret(),
            return_to,
            until: now.0.div_euclid(1_000_000) + SECONDS,
        };
        Ok((url.into(), flow))
    }

    /// Exchanges the code that the browser brought back. Checks that the ID token is for this client and this
    /// sign-in; its signature is checked where it is used, as for every other token.
    ///
    /// # Errors
    /// When the provider rejects the code, or its token is not for this sign-in.
    pub async fn finish(&self, code: String, flow: &Flow) -> Result<Tokens, SignInError> {
        let client = self.ready(&*self.provider.metadata(self.clock.moment()).await?);
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()));
        let answer = request.request_async(self.provider.wire()).await.map_err(refusal)?;
        match renewed(&answer) {
            Renewed::Whole(tokens) => {
                id_token::check(&tokens.id_token, &self.client.id, &flow.nonce).map_err(SignInError::Token)?;
                Ok(tokens)
            }
            Renewed::Anonymous { .. } => Err(SignInError::Token("there is none".to_owned())),
        }
    }

    /// Renews a token. Checks that the new one is for this client; its signature is checked where it is used,
    /// as for every other token.
    ///
    /// # Errors
    /// When the provider rejects the refresh token, or the new token is for another client.
    pub async fn renew(&self, refresh_token: &str) -> Result<Renewed, SignInError> {
        let client = self.ready(&*self.provider.metadata(self.clock.moment()).await?);
        let refresh_token = RefreshToken::new(refresh_token.to_owned());
        let request = client.exchange_refresh_token(&refresh_token);
        let renewed = renewed(&request.request_async(self.provider.wire()).await.map_err(refusal)?);
        if let Renewed::Whole(tokens) = &renewed {
            id_token::check_renewal(&tokens.id_token, &self.client.id).map_err(SignInError::Token)?;
        }
        Ok(renewed)
    }

    fn ready(&self, metadata: &Metadata) -> Ready {
        let client = Client::new(ClientId::new(self.client.id.clone()))
            .set_auth_uri(metadata.authorization_endpoint.clone())
            .set_token_uri(metadata.token_endpoint.clone())
            .set_auth_type(if metadata.takes_secrets_in_header() { AuthType::BasicAuth } else { AuthType::RequestBody })
            .set_redirect_uri(self.redirect.clone());
        match self.client.secret.clone() {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret)),
            None => client,
        }
    }
}

/// Only `invalid_grant` is a rejection. Any other error, from a gateway or because this client is
/// misconfigured, says nothing about the person.
fn refusal(error: RequestTokenError<WireError, BasicErrorResponse>) -> SignInError {
    match error {
        RequestTokenError::ServerResponse(answer) if *answer.error() == BasicErrorResponseType::InvalidGrant => {
            SignInError::Refused(answer.to_string())
        }
        // The text of an unreadable response may be anything; the reason is enough.
        RequestTokenError::Parse(error, _) => SignInError::Unavailable(error.to_string()),
        error => SignInError::Unavailable(causes(&error)),
    }
}

fn renewed(answer: &Answer) -> Renewed {
    let refresh_token = answer.refresh_token().map(|token| token.secret().clone());
    match answer.extra_fields().id_token.clone() {
        Some(id_token) => Renewed::Whole(Tokens { id_token, refresh_token }),
        None => Renewed::Anonymous { refresh_token },
    }
}
