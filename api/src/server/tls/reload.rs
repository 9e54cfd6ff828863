//! TLS files change while they are in use: certificates are renewed, others are revoked. Valid new files
//! replace the old ones as a whole; an invalid one is reported once, and the old ones stay in use.
use super::files::Stamp;
use super::options::{TlsClientOptions, TlsOptions};
use super::pair::Pair;
use super::trust::Trust;
use super::{Loaded, Shared};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, Weak};
use store::Clock;

/// Both parts of the configuration, each as of when it was last valid.
#[derive(Debug)]
pub(super) struct Parts {
    pair: Part<Pair>,
    trust: Option<Part<Trust>>,
}

/// What is read from some files together.
#[derive(Debug)]
struct Part<T> {
    value: T,
    /// The files' contents when they were last read.
    seen: Stamp,
    problem: Problem,
}

/// The problem with the newest files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    None,
    /// There is one, and it has not been logged yet.
    New,
    Told,
}

impl<T> Part<T> {
    fn read<'p>(
        paths: impl IntoIterator<Item = &'p PathBuf>,
        read: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<Self> {
        let seen = Stamp::of(paths);
        Ok(Self { value: read()?, seen, problem: Problem::None })
    }

    /// Whether there is something new and valid.
    fn look<'p>(
        &mut self,
        paths: impl IntoIterator<Item = &'p PathBuf>,
        read: impl FnOnce(&T) -> anyhow::Result<T>,
    ) -> bool {
        let now = Stamp::of(paths);
        let same = now == self.seen;
        if same && self.problem != Problem::New {
            return false;
        }
        self.seen = now;
        match read(&self.value) {
            Ok(value) => {
                self.value = value;
                self.problem = Problem::None;
                return true;
            }
            // Files that belong together are not replaced atomically: halfway through they look wrong.
            Err(_) if !same => self.problem = Problem::New,
            Err(error) => {
                self.problem = Problem::Told;
                tracing::warn!("a changed TLS file cannot be used; the previous one stays in use: {error:#}");
            }
        }
        false
    }
}

fn of_pair(options: &TlsOptions) -> [&PathBuf; 2] {
    [&options.cert, &options.key]
}

fn of_trust(options: &TlsClientOptions) -> impl Iterator<Item = &PathBuf> {
    [&options.authorities].into_iter().chain(&options.revoked)
}

impl Parts {
    /// Reads all files.
    pub(super) fn read(options: &TlsOptions) -> anyhow::Result<Self> {
        let pair = Part::read(of_pair(options), || Pair::read(options))?;
        let trust =
            options.clients.as_ref().map(|clients| Part::read(of_trust(clients), || Trust::read(clients, None)));
        Ok(Self { pair, trust: trust.transpose()? })
    }

    pub(super) const fn pair(&self) -> &Pair {
        &self.pair.value
    }

    pub(super) fn trust(&self) -> Option<&Trust> {
        self.trust.as_ref().map(|trust| &trust.value)
    }

    /// Whether anything new is in use.
    fn look(&mut self, options: &TlsOptions) -> bool {
        let pair = self.pair.look(of_pair(options), |_| Pair::read(options));
        let trust = match (&mut self.trust, &options.clients) {
            (Some(trust), Some(clients)) => trust.look(of_trust(clients), |before| Trust::read(clients, Some(before))),
            _ => false,
        };
        pair || trust
    }

    /// Warns about files that are valid but out of date.
    pub(super) fn warn(&self, clock: &Clock) {
        let now = clock.now();
        if self.pair().ends <= now {
            tracing::warn!("--tls-cert: the certificate has expired; clients will reject it");
        }
        if self.trust().and_then(|trust| trust.lists_end).is_some_and(|ends| ends <= now) {
            tracing::warn!("--ingest-client-crl: a CRL is out of date; certificates revoked since then are not known");
        }
    }
}

impl Shared {
    pub(super) fn look(&self) {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if !parts.look(&self.options) {
            return;
        }
        let number = self.number.load(Ordering::Acquire) + 1;
        match Loaded::new(number, parts.pair(), parts.trust(), &self.clock) {
            Ok(loaded) => {
                *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
                // Whoever reads the new number also sees what belongs to it.
                self.number.store(number, Ordering::Release);
                tracing::info!("the TLS files have changed and were reloaded");
                parts.warn(&self.clock);
            }
            Err(error) => tracing::error!("the changed TLS files cannot be used: {error:#}"),
        }
    }
}

/// Checks periodically, until the server is dropped.
pub(super) async fn watch(shared: Weak<Shared>) {
    while let Some(every) = shared.upgrade().map(|shared| shared.options.look_every) {
        tokio::time::sleep(every).await;
        let Some(shared) = shared.upgrade() else { return };
        // Files may be on a slow disk.
        if let Err(error) = tokio::task::spawn_blocking(move || shared.look()).await {
            tracing::error!(%error, "the TLS files could not be checked");
        }
    }
}
