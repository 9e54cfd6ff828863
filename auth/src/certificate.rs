//! Client certificates. They are accepted only where events are ingested: a certificate never identifies a
//! person, and nothing can be read with it.
use crate::{Auth, AuthError};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use domain::Caller;
use domain::Identified;
use domain::Instant;
use domain::Producer;
use std::sync::Arc;
use thiserror::Error;

/// The producer identified by a client's certificate, and until when; an extension of every request over a
/// connection whose client presented one.
#[derive(Clone, Debug)]
pub struct ClientCertificate(pub Result<(Producer, Instant), CertificateError>);

/// Why a certificate identifies no producer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CertificateError {
    /// The certificate is valid, but its names belong to no known producer.
    #[error("{0}")]
    Nobody(Arc<str>),
    /// The certificate has become invalid since the connection began.
    #[error("{0}")]
    Ended(Arc<str>),
}

impl ClientCertificate {
    /// Whether the certificate has expired or become invalid: then its connection must end as well.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self.0, Err(CertificateError::Ended(_)))
    }
}

impl Auth {
    /// The sender of events: from the `Authorization` header if there is one, or else the producer of the
    /// certificate, or else from a cookie. Counts as a request of that caller.
    ///
    /// # Errors
    /// When the credential that decides is not valid, or its caller exceeds the rate limit.
    pub async fn sender(
        &self,
        headers: &HeaderMap,
        certificate: Option<&ClientCertificate>,
    ) -> Result<Option<Identified>, AuthError> {
        match certificate.filter(|_| !headers.contains_key(AUTHORIZATION)) {
            Some(ClientCertificate(named)) => self.by_certificate(named.clone()?).map(Some),
            None => self.identify(headers).await,
        }
    }

    /// The caller of an operation: from the headers, or else the producer of the certificate, which may send
    /// events and counts as unauthenticated for everything else. A certificate that identifies no producer is
    /// ignored.
    ///
    /// # Errors
    /// When a credential is presented and not valid, or its caller exceeds the rate limit.
    pub async fn operator(
        &self,
        headers: &HeaderMap,
        certificate: Option<&ClientCertificate>,
    ) -> Result<Option<Identified>, AuthError> {
        match (self.identify(headers).await?, certificate) {
            (None, Some(ClientCertificate(Ok(named)))) => self.by_certificate(named.clone()).map(Some),
            (known, _) => Ok(known),
        }
    }

    fn by_certificate(&self, (producer, end): (Producer, Instant)) -> Result<Identified, AuthError> {
        self.admit(Identified { caller: Caller::Producer(producer), expires_at: Some(end) })
    }
}
