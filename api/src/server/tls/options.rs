//! What an operator may set about HTTPS.
use std::path::PathBuf;
use std::time::Duration;

/// How often files are looked at for changes.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The most handshakes under way: each has taken some memory, and is given up after ten seconds at most.
const MOST_HANDSHAKES: usize = 4_096;

/// Settings of [`super::Tls`].
#[derive(Clone, Debug)]
pub struct TlsOptions {
    /// The file of the server's certificate, those between it and its authority behind it (PEM).
    pub cert: PathBuf,
    /// The file of its key (PEM).
    pub key: PathBuf,
    /// Which certificates of clients bring events; none: no client is asked for one.
    pub clients: Option<TlsClientOptions>,
    /// How often these files are looked at for changes.
    pub look_every: Duration,
    /// The most handshakes under way at a time; further connections are closed at once.
    pub most_handshakes: usize,
}

/// Which certificates of clients bring events, and whose.
#[derive(Clone, Debug)]
pub struct TlsClientOptions {
    /// The file of the authorities that sign them (PEM).
    pub authorities: PathBuf,
    /// The file of the lists of those that were revoked (PEM); none: nothing is ever revoked.
    pub revoked: Option<PathBuf>,
    /// Subjects and alternative names with the organization that each stands for, `*` for the platform; for
    /// certificates that do not say it themselves.
    pub names: Vec<(String, String)>,
}

impl TlsOptions {
    /// The usual settings for this certificate and its key.
    #[must_use]
    pub fn new(cert: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        let (cert, key) = (cert.into(), key.into());
        Self { cert, key, clients: None, look_every: LOOK_EVERY, most_handshakes: MOST_HANDSHAKES }
    }
}
