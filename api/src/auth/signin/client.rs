//! The client's side of the code flow.
use crate::auth::fetch::causes;
use crate::auth::options::ClientOptions;
use crate::auth::signin::flow::{Flow, SECONDS};
use crate::auth::signin::provider::{Provider, ProviderError};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, Scope,
    TokenResponse as _,
};
use store::Clock;
use thiserror::Error;

/// What an ID token may be signed with: what access tokens may be signed with.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::EdDsa,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
];

type Ready =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Why somebody could not sign in.
#[derive(Debug, Error)]
pub enum SignInError {
    /// The provider cannot be spoken to.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The provider does not give tokens.
    #[error("the provider gives no tokens: {0}")]
    Exchange(String),
    /// The ID token is not what was asked for.
    #[error("the provider's token is not valid: {0}")]
    Token(String),
}

/// What a sign-in brings.
pub struct Tokens {
    /// Tells who signed in.
    pub id_token: String,
    /// Renews it; none where the provider gives none.
    pub refresh_token: Option<String>,
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
    /// When the public address is none.
    pub fn new(provider: Provider, client: ClientOptions, public_url: &str, clock: Clock) -> anyhow::Result<Self> {
        let redirect = RedirectUrl::new(format!("{public_url}/auth/callback"))
            .map_err(|error| anyhow::anyhow!("the public address of this server is no URL: {error}"))?;
        Ok(Self { provider, client, redirect, clock })
    }

    /// Where to send the browser, and what it must bring back.
    ///
    /// # Errors
    /// When the provider cannot be discovered.
    pub async fn begin(&self, return_to: String) -> Result<(String, Flow), SignInError> {
        let now = self.clock.now();
        let metadata = self.provider.metadata(self.clock.moment(), false).await?;
        let client = self.ready(&metadata);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        for scope in &self.client.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (url, state, nonce) = request.set_pkce_challenge(challenge).url();
        let flow = Flow {
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            return_to,
            until: now.0.div_euclid(1_000_000) + SECONDS,
        };
        Ok((url.into(), flow))
    }

    /// Exchanges the code that the browser brought back.
    ///
    /// # Errors
    /// When the provider refuses, or its token is not for this sign-in.
    pub async fn finish(&self, code: String, flow: &Flow) -> Result<Tokens, SignInError> {
        let client = self.ready(&*self.provider.metadata(self.clock.moment(), false).await?);
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| SignInError::Exchange(causes(&error)))?
            .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()));
        let answer = request.request_async(self.provider.wire()).await;
        let answer = answer.map_err(|error| SignInError::Exchange(causes(&error)))?;
        let token = answer.id_token().ok_or_else(|| SignInError::Token("there is none".to_owned()))?;
        let nonce = Nonce::new(flow.nonce.clone());
        if let Err(error) = self.check(&client, token, &nonce) {
            // Its keys may have changed since they were looked at.
            let client = self.ready(&*self.provider.metadata(self.clock.moment(), true).await?);
            self.check(&client, token, &nonce).map_err(|_| SignInError::Token(error))?;
        }
        Ok(tokens(&answer, token))
    }

    /// Renews a token. The new one is checked where it is used, as every other.
    ///
    /// # Errors
    /// When the provider refuses.
    pub async fn renew(&self, refresh_token: &str) -> Result<Tokens, SignInError> {
        let client = self.ready(&*self.provider.metadata(self.clock.moment(), false).await?);
        let refresh_token = RefreshToken::new(refresh_token.to_owned());
        let request =
            client.exchange_refresh_token(&refresh_token).map_err(|error| SignInError::Exchange(causes(&error)))?;
        let answer = request.request_async(self.provider.wire()).await;
        let answer = answer.map_err(|error| SignInError::Exchange(causes(&error)))?;
        let token = answer.id_token().ok_or_else(|| SignInError::Token("there is none".to_owned()))?;
        Ok(tokens(&answer, token))
    }

    fn ready(&self, metadata: &CoreProviderMetadata) -> Ready {
        let id = ClientId::new(self.client.id.clone());
        let secret = self.client.secret.clone().map(ClientSecret::new);
        CoreClient::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(self.redirect.clone())
    }

    /// Signature, issuer, audience, time and nonce.
    fn check(&self, client: &Ready, token: &CoreIdToken, nonce: &Nonce) -> Result<(), String> {
        let clock = self.clock.clone();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || clock.now().to_chrono().unwrap_or_default());
        token.claims(&verifier, nonce).map(drop).map_err(|error| causes(&error))
    }
}

fn tokens(answer: &CoreTokenResponse, token: &CoreIdToken) -> Tokens {
    Tokens { id_token: token.to_string(), refresh_token: answer.refresh_token().map(|token| token.secret().clone()) }
}
