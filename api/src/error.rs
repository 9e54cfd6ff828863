//! What can go wrong with a request, sorted by what the client can do about it.
use auth::CertificateError;
use domain::Capability;
use domain::time::PeriodError;
use query::QueryError;
use std::time::Duration;
use store::StoreError;
use thiserror::Error;

/// An error that is returned to the client. Its text never reveals what the client may not know.
#[derive(Clone, Debug, Error)]
pub enum ApiError {
    /// The caller is not signed in.
    #[error("sign in first: send Authorization: Bearer with an access token")]
    Unauthenticated,
    /// The credential expired while the request was being processed.
    #[error("the access token has expired")]
    Expired,
    /// The client certificate identifies no producer.
    #[error(transparent)]
    Certificate(CertificateError),
    /// It is not for this kind of caller, or the caller may not see it.
    #[error("{0}")]
    Forbidden(&'static str),
    /// It took longer than this.
    #[error("the request took longer than {} s; ask for less at once", .0.as_secs_f64())]
    Timeout(Duration),
    /// A read or a write failed.
    #[error(transparent)]
    Query(#[from] QueryError),
}

impl ApiError {
    /// An invalid argument.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::Query(QueryError::bad_input(message))
    }

    /// An internal error.
    pub fn internal(detail: impl ToString) -> Self {
        Self::Query(QueryError::internal(detail))
    }

    /// It does not exist, or the caller may not know of it.
    #[must_use]
    pub const fn not_found(what: &'static str) -> Self {
        Self::Query(QueryError::NotFound(what))
    }

    /// The machine-readable error code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated | Self::Expired | Self::Certificate(CertificateError::Ended(_)) => "UNAUTHENTICATED",
            Self::Forbidden(_) | Self::Certificate(CertificateError::Nobody(_)) => "FORBIDDEN",
            Self::Timeout(_) => "TIMEOUT",
            Self::Query(error) => error.code(),
        }
    }
}

impl From<Capability> for ApiError {
    fn from(capability: Capability) -> Self {
        QueryError::from(capability).into()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        QueryError::from(error).into()
    }
}

impl From<PeriodError> for ApiError {
    fn from(error: PeriodError) -> Self {
        QueryError::from(error).into()
    }
}
