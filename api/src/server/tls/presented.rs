//! The parts of a certificate that are needed here.
use aws_lc_rs::digest::{SHA256, digest};
use domain::Instant;
use std::net::IpAddr;
use tokio_rustls::rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::asn1::Ia5String;
use x509_cert::der::{self, Decode as _, Encode as _};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// This many bytes of a hash are enough to distinguish certificates.
const FINGERPRINT_BYTES: usize = 8;

/// A parsed certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Presented {
    /// Its serial number, as `openssl x509 -serial` prints it.
    pub(super) serial: String,
    /// The beginning of the SHA-256 of the signed part: serial numbers are not unique across authorities. The
    /// signature is not included, because the holder can create another one that is valid as well.
    pub(super) fingerprint: String,
    /// Its subject in the form of RFC 4514; empty if it has none.
    pub(super) subject: String,
    /// Its alternative names.
    pub(super) names: Vec<Name>,
    /// When it expires.
    pub(super) ends: Instant,
}

/// An alternative name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A URI.
    Uri(String),
    /// A host name or an email address; compared ignoring case.
    Caseless(String),
    /// An IP address.
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

    /// Whether this text refers to the name.
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

    /// Two certificates of `CN=agent` with the serial number 10, from two authorities that are both
    /// `CN=producers`.
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
        // According to `openssl asn1parse -strparse 3 -noout -out /dev/stdout | sha256sum`.
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
