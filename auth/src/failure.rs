//! Why a credential is rejected, and the response for it.
use crate::CertificateError;
use crate::DEV_INGEST_KEY;
use crate::verify::TokenError;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use query::ingest_secret::PREFIX;
use std::time::Duration;
use store::StoreError;
use thiserror::Error;
use web::answer::failure;

/// When to retry if a credential could not be checked.
const CHECK_AGAIN: Duration = Duration::from_secs(1);

/// Why a credential is rejected.
#[derive(Debug, Error)]
pub enum AuthError {
    /// The header is not `Authorization: Bearer ..`.
    #[error("expected the header Authorization: Bearer followed by a token or an ingest key")]
    Header,
    /// The ingest key is unknown, revoked or expired.
    #[error("the ingest key is unknown, revoked or expired")]
    Key,
    /// It is the development ingest key, outside of development mode.
    #[error(
        "the ingest key {DEV_INGEST_KEY} works in development mode only; \
         `tachograph ingest-key create` creates one for this server"
    )]
    DevKey,
    /// It is neither an ingest key nor a token.
    #[error(
        "the credential is neither an ingest key, which starts with {PREFIX}, \
         nor an access token, which is a JWT: three parts separated by dots"
    )]
    Neither,
    /// The client certificate identifies no producer.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The token is not valid.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The caller exceeds the rate limit.
    #[error("too many requests; retry later")]
    TooMany(Duration),
    /// The credential could not be checked.
    #[error("the credential cannot be checked now")]
    Store(#[from] StoreError),
}

impl IntoResponse for AuthError {
    fn into_response(self) -> Response {
        let text = self.to_string();
        match self {
            Self::Store(error) => {
                tracing::error!(%error, "cannot check a credential");
                later(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &text, CHECK_AGAIN)
            }
            Self::Token(TokenError::Unavailable) => {
                later(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &text, CHECK_AGAIN)
            }
            Self::TooMany(wait) => later(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", &text, wait),
            Self::Certificate(CertificateError::Nobody(_)) => failure(StatusCode::FORBIDDEN, "FORBIDDEN", &text),
            Self::Header
            | Self::Key
            | Self::DevKey
            | Self::Neither
            | Self::Certificate(CertificateError::Ended(_))
            | Self::Token(_) => {
                let mut response = failure(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", &text);
                response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                response
            }
        }
    }
}

/// An error response with `Retry-After`.
pub(crate) fn later(status: StatusCode, code: &str, message: &str, wait: Duration) -> Response {
    let mut response = failure(status, code, message);
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    response
}
