//! The authorities that sign client certificates, and their lists of revoked ones.
use super::provider::provider;
use anyhow::ensure;
use domain::Instant;
use tokio_rustls::rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use x509_cert::crl::CertificateList;
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::{self, Decode as _, Encode as _, Reader as _, SliceReader};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};
use x509_cert::{Certificate, Version};

/// An authority.
#[derive(Debug)]
pub(super) struct Authority {
    pub(super) certificate: CertificateDer<'static>,
    /// Its name; others may have the same one.
    pub(super) subject: Vec<u8>,
    /// Its key, which distinguishes it from all others.
    pub(super) key: Vec<u8>,
    algorithm: Vec<u8>,
}

impl Authority {
    /// Reads an authority's certificate.
    pub(super) fn read(certificate: CertificateDer<'static>) -> anyhow::Result<Self> {
        let read = Certificate::from_der(&certificate)?;
        let content = read.tbs_certificate();
        let may_sign = match content.get_extension::<BasicConstraints>()? {
            Some((_, constraints)) => constraints.ca,
            // Earlier versions have no extension to say so.
            None => content.version() != Version::V3,
        };
        let usage = content.get_extension::<KeyUsage>()?;
        ensure!(
            may_sign && usage.is_none_or(|(_, usage)| usage.key_cert_sign()),
            "`{}` may not sign certificates (basicConstraints CA:TRUE, keyCertSign)",
            content.subject()
        );
        let key = content.subject_public_key_info();
        Ok(Self {
            subject: content.subject().to_der()?,
            key: key.subject_public_key.raw_bytes().to_vec(),
            algorithm: inner(key.algorithm.oid, key.algorithm.parameters.as_ref())?,
            certificate,
        })
    }

    /// Whether it signed this list.
    pub(super) fn signed(&self, list: &List) -> bool {
        list.issuer == self.subject
            && provider().signature_verification_algorithms.all.iter().any(|algorithm| {
                algorithm.public_key_alg_id().as_ref() == self.algorithm
                    && algorithm.signature_alg_id().as_ref() == list.algorithm
                    && algorithm.verify_signature(&self.key, &list.content, &list.signature).is_ok()
            })
    }
}

/// A certificate revocation list (CRL).
#[derive(Debug)]
pub(super) struct List {
    pub(super) whole: CertificateRevocationListDer<'static>,
    /// The name of the issuer that it states, in DER and as text.
    pub(super) issuer: Vec<u8>,
    pub(super) called: String,
    /// When it should have been replaced.
    pub(super) ends: Option<Instant>,
    algorithm: Vec<u8>,
    /// The signed part.
    content: Vec<u8>,
    signature: Vec<u8>,
}

impl List {
    /// Reads a CRL.
    pub(super) fn read(whole: CertificateRevocationListDer<'static>) -> der::Result<Self> {
        let read: CertificateList = CertificateList::from_der(&whole)?;
        let content = SliceReader::new(&whole)?.sequence(|parts| {
            let content = parts.tlv_bytes()?;
            let (_algorithm, _signature) = (parts.tlv_bytes()?, parts.tlv_bytes()?);
            Ok::<_, der::Error>(content.to_vec())
        })?;
        let seconds = read.tbs_cert_list.next_update.map(|end| end.to_unix_duration().as_secs());
        let ends = seconds.map(|seconds| Instant(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000)));
        let algorithm = inner(read.signature_algorithm.oid, read.signature_algorithm.parameters.as_ref())?;
        Ok(Self {
            issuer: read.tbs_cert_list.issuer.to_der()?,
            called: read.tbs_cert_list.issuer.to_string(),
            ends,
            algorithm,
            content,
            signature: read.signature.raw_bytes().to_vec(),
            whole,
        })
    }
}

/// The contents of the sequence that identifies an algorithm.
fn inner(oid: ObjectIdentifier, parameters: Option<&Any>) -> der::Result<Vec<u8>> {
    let mut bytes = oid.to_der()?;
    if let Some(parameters) = parameters {
        bytes.extend(parameters.to_der()?);
    }
    Ok(bytes)
}
