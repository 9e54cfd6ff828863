//! Certificates created for tests, and clients that present them.
use anyhow::{Context, Result};
use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SanType, SerialNumber,
    date_time_ymd,
};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// The name in server certificates.
pub const HOST: &str = "localhost";

/// A date: year, month, day of the month.
pub type Date = (i32, u8, u8);

/// A certificate authority.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate, with its key.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The certificate, in PEM.
    pub certificate: String,
    /// Its key, in PEM.
    pub key: String,
    /// Its serial number.
    serial: [u8; 5],
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// An authority with this name.
    ///
    /// # Errors
    /// When there is no randomness; the same applies below.
    pub fn new(name: &str) -> Result<Self> {
        let mut params = CertificateParams::default();
        params.distinguished_name = called(name, None);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Ok(Self(CertifiedIssuer::self_signed(params, KeyPair::generate()?)?))
    }

    /// Its own certificate, in PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a server named [`HOST`].
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn server(&self) -> Result<Issued> {
        let mut params = CertificateParams::new([HOST.to_owned(), "127.0.0.1".to_owned()])?;
        params.distinguished_name = called(HOST, None);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(params)
    }

    /// A certificate for a client: `CN=name,O=organization`, with these alternative names, as hosts if they
    /// contain no colon and otherwise as URIs.
    ///
    /// # Errors
    /// See [`Self::new`]; also when a name is invalid.
    pub fn client(&self, name: &str, organization: Option<&str>, names: &[&str]) -> Result<Issued> {
        self.client_until(name, organization, names, (4096, 1, 1))
    }

    /// The same, valid until the given date.
    ///
    /// # Errors
    /// See [`Self::client`].
    pub fn client_until(
        &self,
        name: &str,
        organization: Option<&str>,
        names: &[&str],
        (year, month, day): Date,
    ) -> Result<Issued> {
        let mut params = of_client(name, organization, names)?;
        params.not_after = date_time_ymd(year, month, day);
        self.issue(params)
    }

    /// A client certificate with the serial number of another certificate: each authority has its own
    /// numbering.
    ///
    /// # Errors
    /// See [`Self::client`].
    pub fn client_numbered_as(&self, other: &Issued, name: &str, names: &[&str]) -> Result<Issued> {
        self.sign(of_client(name, None, names)?, other.serial)
    }

    /// A revocation list with these certificates, in PEM.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn revoking(&self, certificates: &[&Issued]) -> Result<String> {
        let revoked = certificates.iter().map(|issued| RevokedCertParams {
            serial_number: SerialNumber::from_slice(&issued.serial),
            revocation_time: date_time_ymd(2026, 1, 1),
            reason_code: None,
            invalidity_date: None,
        });
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 1, 1),
            next_update: date_time_ymd(2096, 1, 1),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: revoked.collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(list.signed_by(&self.0)?.pem()?)
    }

    fn issue(&self, params: CertificateParams) -> Result<Issued> {
        static ISSUED: AtomicU32 = AtomicU32::new(1);
        let [a, b, c, d] = ISSUED.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        self.sign(params, [1, a, b, c, d])
    }

    fn sign(&self, mut params: CertificateParams, serial: [u8; 5]) -> Result<Issued> {
        params.serial_number = Some(SerialNumber::from_slice(&serial));
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.0)?.pem();
        Ok(Issued { certificate, key: key.serialize_pem(), serial })
    }
}

/// The contents of a client certificate.
fn of_client(name: &str, organization: Option<&str>, names: &[&str]) -> Result<CertificateParams> {
    let mut params = CertificateParams::default();
    params.distinguished_name = called(name, organization);
    for name in names {
        let text: Ia5String = (*name).try_into()?;
        params.subject_alt_names.push(if name.contains(':') { SanType::URI(text) } else { SanType::DnsName(text) });
    }
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    Ok(params)
}

fn called(name: &str, organization: Option<&str>) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    if let Some(organization) = organization {
        subject.push(DnType::OrganizationName, organization);
    }
    subject.push(DnType::CommonName, name);
    subject
}

/// A TLS client.
#[derive(Clone, Debug)]
pub struct Client(Arc<ClientConfig>);

impl Client {
    /// Trusts only this authority, and presents a certificate if there is one. It resumes earlier TLS sessions.
    ///
    /// # Errors
    /// When the certificate is invalid.
    pub fn new(authority: &Authority, shown: Option<&Issued>) -> Result<Self> {
        Self::with(authority, shown, |_| {})
    }

    /// The same, but it never resumes a session.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn forgetful(authority: &Authority, shown: Option<&Issued>) -> Result<Self> {
        Self::with(authority, shown, |config| config.resumption = Resumption::disabled())
    }

    /// The same, with other settings.
    ///
    /// # Errors
    /// See [`Self::new`].
    pub fn with(authority: &Authority, shown: Option<&Issued>, set: impl FnOnce(&mut ClientConfig)) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes())?)?;
        let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots);
        let mut config = match shown {
            Some(issued) => builder.with_client_auth_cert(
                CertificateDer::pem_slice_iter(issued.certificate.as_bytes()).collect::<Result<_, _>>()?,
                PrivateKeyDer::from_pem_slice(issued.key.as_bytes())?,
            )?,
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        set(&mut config);
        Ok(Self(Arc::new(config)))
    }

    /// The settings, for tests that open TLS connections themselves.
    #[must_use]
    pub fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0)
    }

    /// A connection to the server at this address.
    ///
    /// # Errors
    /// When the handshake fails. The server may still reject the client's certificate afterwards.
    pub async fn connect(&self, address: SocketAddr) -> Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from(HOST)?;
        TlsConnector::from(self.config()).connect(name, stream).await.context("no connection over TLS")
    }
}
