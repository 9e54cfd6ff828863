//! What the certificate of a client says. It speaks where events come in, and nowhere else: no person is
//! one, and nothing is read with it.
use crate::{Auth, AuthError};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use domain::Caller;
use domain::Identified;
use domain::Instant;
use domain::Producer;
use std::sync::Arc;
use thiserror::Error;

/// The producer that a client's certificate names, and until when it does; an extension of every request
/// over a connection whose client showed one.
#[derive(Clone, Debug)]
pub struct ClientCertificate(pub Result<(Producer, Instant), CertificateError>);

/// Why a certificate names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CertificateError {
    /// It is good, and no producer is known under its names.
    #[error("{0}")]
    Nobody(Arc<str>),
    /// It was good when the connection began.
    #[error("{0}")]
    Ended(Arc<str>),
}

impl ClientCertificate {
    /// Whether it has come to its end: then so has its connection.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self.0, Err(CertificateError::Ended(_)))
    }
}

impl Auth {
    /// Who sends events: whoever the header `Authorization` names, without one the producer of the
    /// certificate, and without that whoever a cookie names. Counts as a request of that caller.
    ///
    /// # Errors
    /// When what decides is not valid, or its caller comes too often.
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

    /// Who calls an operation: whoever the headers name, else the producer of the certificate, which may
    /// send events with it and for everything else is nobody. A certificate that names nobody is in nobody's
    /// way.
    ///
    /// # Errors
    /// When a credential was shown and is not valid, or its caller comes too often.
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
