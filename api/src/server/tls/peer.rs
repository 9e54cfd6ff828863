//! The client of a connection, by its certificate. Connections can live long, so each request checks whether
//! the certificate would still be accepted.
use super::presented::Presented;
use super::provider::unix_time;
use super::{Loaded, Tls};
use auth::{CertificateError, ClientCertificate};
use domain::Instant;
use domain::Producer;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::Moment;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{CertificateError as Problem, Error, HandshakeKind, ServerConnection};

/// How long a successful check of a certificate is valid: intermediate certificates expire as well.
const BELIEVED: Duration = Duration::from_secs(60);

/// The client of a connection.
#[derive(Debug)]
pub(in crate::server) struct Peer {
    tls: Tls,
    chain: Vec<CertificateDer<'static>>,
    /// The producer that it identifies, and until when.
    speaks: Result<(Producer, Instant), CertificateError>,
    good: Mutex<Good>,
}

/// The result of the last check.
#[derive(Debug)]
struct Good {
    /// The number of what was loaded then; `None` if there was no check yet.
    loaded: Option<u64>,
    /// Until when the result is valid.
    until: Moment,
    verdict: Result<(), CertificateError>,
}

impl Peer {
    /// The client at the other end of this connection; `None` if it presented no certificate.
    pub(super) fn of(tls: &Tls, loaded: &Loaded, connection: &ServerConnection) -> Option<Arc<Self>> {
        let chain = connection.peer_certificates()?.to_vec();
        let speaks = Presented::read(chain.first()?).map_or_else(
            |_| Err(CertificateError::Nobody(Arc::from("the client certificate cannot be read: expected X.509"))),
            |presented| match tls.names().find(&presented) {
                Ok(org_id) => Ok((Producer::of_certificate(&presented.fingerprint, org_id), presented.ends)),
                Err(reason) => Err(CertificateError::Nobody(reason)),
            },
        );
        // A resumed session was verified only when it began.
        let looked = connection.handshake_kind() == Some(HandshakeKind::Full);
        let until = tls.clock().moment().plus(BELIEVED);
        let good = Mutex::new(Good { loaded: looked.then_some(loaded.number), until, verdict: Ok(()) });
        Some(Arc::new(Self { tls: tls.clone(), chain, speaks, good }))
    }

    /// The result of the certificate for a request that arrives now.
    pub(in crate::server) fn says(&self) -> ClientCertificate {
        ClientCertificate(self.look().and_then(|()| {
            let (producer, ends) = self.speaks.clone()?;
            if ends <= self.tls.clock().now() { Err(ended("has expired")) } else { Ok((producer, ends)) }
        }))
    }

    fn look(&self) -> Result<(), CertificateError> {
        let (number, moment) = (self.tls.number(), self.tls.clock().moment());
        let mut good = self.good.lock().unwrap_or_else(PoisonError::into_inner);
        if good.loaded != Some(number) || good.until <= moment {
            let loaded = self.tls.loaded();
            good.verdict = self.verify(&loaded);
            good.loaded = Some(loaded.number);
            good.until = moment.plus(BELIEVED);
        }
        good.verdict.clone()
    }

    /// Verifies the certificate as a handshake does.
    fn verify(&self, loaded: &Loaded) -> Result<(), CertificateError> {
        let (Some(verifier), [own, between @ ..]) = (loaded.verifier(), self.chain.as_slice()) else {
            return Err(ended("is no longer requested"));
        };
        match verifier.verify_client_cert(own, between, unix_time(self.tls.clock())) {
            Ok(_) => Ok(()),
            Err(Error::InvalidCertificate(Problem::Revoked)) => Err(ended("is revoked")),
            Err(Error::InvalidCertificate(Problem::Expired | Problem::ExpiredContext { .. })) => {
                Err(ended("has expired"))
            }
            Err(error) => {
                tracing::debug!(%error, "a client certificate is no longer valid");
                Err(ended("is no longer trusted"))
            }
        }
    }
}

fn ended(why: &str) -> CertificateError {
    CertificateError::Ended(Arc::from(format!(
        "the client certificate of this connection {why}: connect with another one"
    )))
}
