//! What stands in a certificate, as far as anybody here wants to know.
use entities::Instant;
use std::net::IpAddr;
use tokio_rustls::rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::asn1::Ia5String;
use x509_cert::der::{self, Decode as _};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// A certificate, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Presented {
    /// Its number with its authority, as `openssl x509 -serial` prints it.
    pub(super) serial: String,
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
        let ends = content.validity().not_after.to_unix_duration().as_secs().saturating_add(1);
        Ok(Self {
            serial: content.serial_number().as_bytes().iter().map(|byte| format!("{byte:02X}")).collect(),
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
