//! What stands in a certificate, as far as anybody here wants to know.
use aws_lc_rs::digest::{SHA256, digest};
use domain::Instant;
use std::net::IpAddr;
use tokio_rustls::rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::asn1::Ia5String;
use x509_cert::der::{self, Decode as _, Encode as _};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// So much of a hash tells one certificate from all others.
const FINGERPRINT_BYTES: usize = 8;

/// A certificate, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Presented {
    /// Its number with its authority, as `openssl x509 -serial` prints it.
    pub(super) serial: String,
    /// The beginning of the SHA-256 of what its authority signed: several authorities give out the same
    /// numbers. Without the signature, of which its holder can make another one that is good as well.
    pub(super) fingerprint: String,
    /// Its subject, as RFC 4514 writes it; empty where it has none.
    pub(super) subject: String,
    /// Its alternative names.
    pub(super) names: Vec<Name>,
    /// When it ends: from then on it is good no more.
    pub(super) ends: Instant,
}

/// An alternative name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// An address of anything.
    Uri(String),
    /// A host, or the address of a mailbox: capitals do not count.
    Caseless(String),
    /// The address of a machine.
    Ip(IpAddr),
}

impl Presented {
    /// Reads a certificate.
    pub(super) fn read(certificate: &CertificateDer<'_>) -> der::Result<Self> {
        let certificate = Certificate::from_der(certificate)?;
        let content = certificate.tbs_certificate();
        let names = content.get_extension::<SubjectAltName>()?.map(|(_, names)| names.0).unwrap_or_default();
        let hash = digest(&SHA256, &content.to_der()?);
        let ends = content.validity().not_after.to_unix_duration().as_secs().saturating_add(1);
        Ok(Self {
            serial: content.serial_number().as_bytes().iter().map(|byte| format!("{byte:02X}")).collect(),
            fingerprint: hash.as_ref().iter().take(FINGERPRINT_BYTES).map(|byte| format!("{byte:02x}")).collect(),
            subject: content.subject().to_string(),
            names: names.iter().filter_map(Name::of).collect(),
            ends: Instant(i64::try_from(ends).unwrap_or(i64::MAX).saturating_mul(1_000_000)),
        })
    }
}

impl Name {
    fn of(name: &GeneralName) -> Option<Self> {
        match name {
            GeneralName::UniformResourceIdentifier(uri) => Some(Self::Uri(text(uri))),
            GeneralName::DnsName(name) | GeneralName::Rfc822Name(name) => Some(Self::Caseless(text(name))),
            GeneralName::IpAddress(bytes) => {
                let bytes = bytes.as_bytes();
                let four = || <[u8; 4]>::try_from(bytes).map(IpAddr::from);
                four().or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok().map(Self::Ip)
            }
            _ => None,
        }
    }

    /// Whether this text means it.
    pub(super) fn is(&self, text: &str) -> bool {
        match self {
            Self::Uri(uri) => uri == text,
            Self::Caseless(name) => name.eq_ignore_ascii_case(text),
            Self::Ip(ip) => text.parse().is_ok_and(|other: IpAddr| *ip == other),
        }
    }
}

fn text(name: &Ia5String) -> String {
    AsRef::<str>::as_ref(name).to_owned()
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Uri(text) | Self::Caseless(text) => f.write_str(text),
            Self::Ip(ip) => ip.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;

    /// Two certificates of `CN=agent` with the number 10, by two authorities that are both `CN=producers`.
    const OF_ONE: &str = "-----BEGIN CERTIFICATE-----
MIHNMIGAAgEKMAUGAytlcDAUMRIwEAYDVQQDDAlwcm9kdWNlcnMwIBcNMjYxMTI5
MTgzODE1WhgPMjEyNjExMDUxODM4MTVaMBAxDjAMBgNVBAMMBWFnZW50MCowBQYD
K2VwAyEA6YAtjuTgF8CH3y91PRR0dLtOv/zx8O0CniLyu3dfi2MwBQYDK2VwA0EA
XTUqjz/o9FajVyMzVkRybaS/Mej/uOwZypSs7OK4UHVV+pdD3QFF25majM4V0aD0
/pav+LE4/VtlJNS0qgMzDw==
-----END CERTIFICATE-----";
    const OF_ANOTHER: &str = "-----BEGIN CERTIFICATE-----
MIHNMIGAAgEKMAUGAytlcDAUMRIwEAYDVQQDDAlwcm9kdWNlcnMwIBcNMjYxMTI5
MTgzODE1WhgPMjEyNjExMDUxODM4MTVaMBAxDjAMBgNVBAMMBWFnZW50MCowBQYD
K2VwAyEAPKQlOrMrw7Sq6o2iuT365HkjaX35TeimOcLbXuTzz8YwBQYDK2VwA0EA
WbL2L/t8GOpYFP2TxWyBwBId/0czauCA/KFCJxxP7fAXSje8wn7RJJS7DAdKi7Ow
cIWrIPaJNQyAj2O2biNuCw==
-----END CERTIFICATE-----";

    fn certificate(pem: &str) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(pem.as_bytes()).expect("PEM")
    }

    #[test]
    fn the_same_number_of_two_authorities_has_two_fingerprints() {
        let [one, another] = [OF_ONE, OF_ANOTHER].map(|pem| Presented::read(&certificate(pem)).expect("X.509"));
        assert_eq!((one.serial.as_str(), another.serial.as_str()), ("0A", "0A"));
        // As `openssl asn1parse -strparse 3 -noout -out /dev/stdout | sha256sum` says.
        assert_eq!((one.fingerprint.as_str(), another.fingerprint.as_str()), ("26454ca8d768241d", "0d36ea6f08ccec0f"));
    }

    #[test]
    fn another_signature_is_no_other_fingerprint() {
        let mut changed = certificate(OF_ONE).to_vec();
        *changed.last_mut().expect("a signature") ^= 1;
        let read = |one: &CertificateDer<'_>| Presented::read(one).expect("X.509").fingerprint;
        assert_eq!(read(&CertificateDer::from(changed)), read(&certificate(OF_ONE)));
    }
}
