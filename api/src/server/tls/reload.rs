//! Files change while they are in use: certificates are renewed, others are revoked. What is new and good
//! takes the place of the old as a whole; what is not good is told once, and the old stays.
use super::files::Stamp;
use super::options::{TlsClientOptions, TlsOptions};
use super::pair::Pair;
use super::trust::Trust;
use super::{Loaded, Shared};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, Weak};
use store::Clock;

/// Both halves of what is read, each as of when it last was good.
#[derive(Debug)]
pub(super) struct Parts {
    pair: Part<Pair>,
    trust: Option<Part<Trust>>,
}

/// What some files say together.
#[derive(Debug)]
struct Part<T> {
    value: T,
    /// How the files were when they were last read.
    seen: Stamp,
    problem: Problem,
}

/// What is wrong with the newest files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    None,
    /// Something, and nobody was told yet.
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

    /// Whether something new and good is there.
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
            // Files that belong together are not replaced in one go: what is halfway looks wrong.
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
    /// Reads all of them.
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

    /// Whether something new is in use.
    fn look(&mut self, options: &TlsOptions) -> bool {
        let pair = self.pair.look(of_pair(options), |_| Pair::read(options));
        let trust = match (&mut self.trust, &options.clients) {
            (Some(trust), Some(clients)) => trust.look(of_trust(clients), |before| Trust::read(clients, Some(before))),
            _ => false,
        };
        pair || trust
    }

    /// Tells of what is good and will not do for long.
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
                // Whoever sees the number sees what belongs to it.
                self.number.store(number, Ordering::Release);
                tracing::info!("the TLS files have changed and were reloaded");
                parts.warn(&self.clock);
            }
            Err(error) => tracing::error!("the changed TLS files cannot be used: {error:#}"),
        }
    }
}

/// Looks again and again, until nobody serves any more.
pub(super) async fn watch(shared: Weak<Shared>) {
    while let Some(every) = shared.upgrade().map(|shared| shared.options.look_every) {
        tokio::time::sleep(every).await;
        let Some(shared) = shared.upgrade() else { return };
        // Files may lie on a disk that takes its time.
        if let Err(error) = tokio::task::spawn_blocking(move || shared.look()).await {
            tracing::error!(%error, "the TLS files could not be checked");
        }
    }
}
