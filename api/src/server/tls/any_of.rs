//! Verifies certificates signed by any of several authorities, each with its own CRLs. A single verifier for
//! all of them would look up a CRL by the name of its authority, use the first one found, and ignore the
//! others.
use super::provider::provider;
use std::sync::Arc;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::{CertificateDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

/// For each authority, its verifiers, one per CRL, which must all accept the certificate.
#[derive(Debug)]
pub(super) struct AnyOf {
    authorities: Vec<Vec<Arc<dyn ClientCertVerifier>>>,
    subjects: Vec<DistinguishedName>,
}

impl AnyOf {
    pub(super) fn new(authorities: Vec<Vec<Arc<dyn ClientCertVerifier>>>) -> Self {
        let first = authorities.iter().filter_map(|verifiers| verifiers.first());
        let subjects = first.flat_map(|verifier| verifier.root_hint_subjects().iter().cloned()).collect();
        Self { authorities, subjects }
    }
}

/// How informative an error is: about another authority's certificate, an authority only says that it does
/// not know the issuer.
const fn weight(error: &Error) -> u8 {
    use CertificateError::{Expired, ExpiredContext, Revoked, UnknownIssuer};
    match error {
        Error::InvalidCertificate(Revoked) => 3,
        Error::InvalidCertificate(Expired | ExpiredContext { .. }) => 2,
        Error::InvalidCertificate(UnknownIssuer) => 0,
        _ => 1,
    }
}

impl ClientCertVerifier for AnyOf {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.subjects
    }

    fn verify_client_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let mut refused = Error::InvalidCertificate(CertificateError::UnknownIssuer);
        for verifiers in &self.authorities {
            match verifiers.iter().try_for_each(|verifier| verifier.verify_client_cert(own, between, now).map(drop)) {
                Ok(()) => return Ok(ClientCertVerified::assertion()),
                Err(error) if weight(&error) > weight(&refused) => refused = error,
                Err(_) => {}
            }
        }
        Err(refused)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, own, signed, &provider().signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, own, signed, &provider().signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}
