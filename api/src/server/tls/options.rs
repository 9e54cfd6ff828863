//! What an operator can configure about HTTPS.
use std::path::PathBuf;
use std::time::Duration;

/// How often files are checked for changes.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The maximum number of concurrent handshakes: each takes some memory, for ten seconds at most.
const MOST_HANDSHAKES: usize = 4_096;

/// Settings of [`super::Tls`].
#[derive(Clone, Debug)]
pub struct TlsOptions {
    /// The file with the server's certificate, followed by intermediate certificates (PEM).
    pub cert: PathBuf,
    /// The file with its key (PEM).
    pub key: PathBuf,
    /// Which client certificates may send events; `None` means that no client is asked for one.
    pub clients: Option<TlsClientOptions>,
    /// How often these files are checked for changes.
    pub look_every: Duration,
    /// The maximum number of concurrent handshakes; further connections are closed at once.
    pub most_handshakes: usize,
}

/// Which client certificates may send events, and for which organization.
#[derive(Clone, Debug)]
pub struct TlsClientOptions {
    /// The file with the authorities that sign them (PEM).
    pub authorities: PathBuf,
    /// The file with their CRLs (PEM); `None` means that nothing is ever revoked.
    pub revoked: Option<PathBuf>,
    /// Subjects and alternative names with the organization that each one belongs to, `*` for the platform;
    /// for certificates that do not say so themselves.
    pub names: Vec<(String, String)>,
}

impl TlsOptions {
    /// The default settings for this certificate and its key.
    #[must_use]
    pub fn new(cert: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        let (cert, key) = (cert.into(), key.into());
        Self { cert, key, clients: None, look_every: LOOK_EVERY, most_handshakes: MOST_HANDSHAKES }
    }
}
