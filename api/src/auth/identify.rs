//! From the headers of a request to its caller.
use crate::auth::dev_issuer::DevIssuer;
use crate::auth::ingest_keys::{self, IngestKeys};
use crate::auth::newcomers::Newcomers;
use crate::auth::token_memory::TokenMemory;
use crate::auth::verify::{TokenError, Verifier};
use crate::auth::{Caller, Identified, Person};
use crate::http::answer::failure;
use crate::ingest::Producer;
use axum::http::header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use entities::Instant;
use std::sync::Arc;
use store::{Store, StoreError};
use thiserror::Error;

/// The ingest key of development; it may write to every organisation.
const DEV_INGEST_KEY: &str = "dev-ingest-key";

/// When whoever showed a credential that could not be checked may try again.
const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// Why a credential that was shown is refused.
#[derive(Debug, Error)]
pub enum AuthError {
    /// The header is not `Authorization: Bearer ..`.
    #[error("expected the header Authorization: Bearer followed by a token or an ingest key")]
    Header,
    /// The ingest key is unknown or revoked.
    #[error("the ingest key is unknown or revoked")]
    Key,
    /// The token is not valid.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The credential could not be checked.
    #[error("the credential cannot be checked now")]
    Store(#[from] StoreError),
}

impl IntoResponse for AuthError {
    fn into_response(self) -> Response {
        if let Self::Store(error) = &self {
            tracing::error!(%error, "cannot check a credential");
            let mut response = failure(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &self.to_string());
            response.headers_mut().insert(RETRY_AFTER, RETRY_AFTER_SECONDS);
            return response;
        }
        let mut response = failure(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", &self.to_string());
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        response
    }
}

/// Checks credentials.
pub struct Auth {
    store: Store,
    dev_issuer: Option<DevIssuer>,
    verifier: Option<Verifier>,
    keys: IngestKeys,
    newcomers: Newcomers,
    tokens: TokenMemory,
}

impl Auth {
    /// Checks credentials against this store.
    ///
    /// # Errors
    /// When the development issuer's key cannot be read.
    pub async fn start(store: &Store, dev: bool) -> anyhow::Result<Self> {
        let dev_issuer = if dev { Some(DevIssuer::load(store).await?) } else { None };
        let verifier = dev_issuer.as_ref().map(DevIssuer::verifier).transpose()?;
        Ok(Self {
            store: store.clone(),
            dev_issuer,
            verifier,
            keys: IngestKeys::default(),
            newcomers: Newcomers::default(),
            tokens: TokenMemory::default(),
        })
    }

    /// Says in the log who may sign in.
    pub fn announce(&self) {
        match &self.verifier {
            Some(_) => tracing::warn!("development mode: anybody who reaches this server may sign in as anybody"),
            None => tracing::warn!("no issuer of access tokens is configured: people cannot sign in"),
        }
    }

    /// The issuer of development, in development.
    #[must_use]
    pub const fn dev_issuer(&self) -> Option<&DevIssuer> {
        self.dev_issuer.as_ref()
    }

    /// The caller that the headers name; none where they name none.
    ///
    /// # Errors
    /// When a credential was shown and is not valid.
    pub async fn identify(&self, headers: &HeaderMap) -> Result<Option<Identified>, AuthError> {
        let Some(header) = headers.get(AUTHORIZATION) else { return Ok(None) };
        self.credential(bearer(header).ok_or(AuthError::Header)?).await.map(Some)
    }

    /// The caller to whom an access token or an ingest key belongs, wherever it was shown.
    ///
    /// # Errors
    /// When it is not valid.
    pub async fn credential(&self, credential: &str) -> Result<Identified, AuthError> {
        if credential.starts_with(ingest_keys::PREFIX) {
            let producer = self.keys.find(&self.store, credential).await?.ok_or(AuthError::Key)?;
            return Ok(Identified { caller: Caller::Producer(producer), expires_at: None });
        }
        if self.dev_issuer.is_some() && credential == DEV_INGEST_KEY {
            let producer = Producer { key_id: Arc::from("dev"), org_id: None };
            return Ok(Identified { caller: Caller::Producer(producer), expires_at: None });
        }
        let (person, end) = self.person(credential).await?;
        Ok(Identified { caller: Caller::Person(person), expires_at: Some(end) })
    }

    /// The person for whom a token speaks, and until when; the first time, the person enters the
    /// directory.
    ///
    /// # Errors
    /// When the token is not valid.
    pub async fn person(&self, token: &str) -> Result<(Person, Instant), AuthError> {
        let verifier = self.verifier.as_ref().ok_or(TokenError::NoIssuer)?;
        let (hash, now) = (TokenMemory::hash(token), self.store.clock().now());
        if let Some(known) = self.tokens.recall(&hash, now) {
            return Ok(known);
        }
        let (person, end) = verifier.verify(token, now)?;
        self.newcomers.greet(&self.store, &person).await?;
        self.tokens.remember(hash, &person, now, end);
        Ok((person, end))
    }
}

fn bearer(header: &HeaderValue) -> Option<&str> {
    let (scheme, credential) = header.to_str().ok()?.split_once(' ')?;
    let credential = credential.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !credential.is_empty()).then_some(credential)
}
