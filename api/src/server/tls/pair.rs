//! The server's certificate and its key: one is never used without the other.
use super::files;
use super::options::TlsOptions;
use super::presented::Presented;
use super::provider::provider;
use anyhow::Context as _;
use domain::Instant;
use std::sync::Arc;
use tokio_rustls::rustls::Error;
use tokio_rustls::rustls::sign::CertifiedKey;

/// A certificate and its key.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) key: Arc<CertifiedKey>,
    /// When the certificate expires.
    pub(super) ends: Instant,
}

impl Pair {
    /// Reads both files.
    pub(super) fn read(options: &TlsOptions) -> anyhow::Result<Self> {
        let TlsOptions { cert, key, .. } = options;
        let chain = files::certificates(cert, "--tls-cert")?;
        let ends = chain.first().and_then(|cert| Presented::read(cert).ok()).map(|cert| cert.ends);
        let ends = ends.with_context(|| format!("--tls-cert: the certificate of {} cannot be read", cert.display()))?;
        let certified =
            CertifiedKey::from_der(chain, files::key(key, "--tls-key")?, &provider()).map_err(|error| match error {
                Error::InconsistentKeys(_) => anyhow::anyhow!(
                    "--tls-key: expected the key of the certificate in {}; that of {} belongs to another one",
                    cert.display(),
                    key.display()
                ),
                // The error must not quote the key.
                _ => anyhow::anyhow!(
                    "--tls-key: expected an RSA, ECDSA (P-256, P-384, P-521) or Ed25519 key in {}",
                    key.display()
                ),
            })?;
        Ok(Self { key: Arc::new(certified), ends })
    }
}
