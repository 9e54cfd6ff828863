//! A copy of an issuer's keys at hand. No request waits for the issuer while its key is known; an
//! unknown key has the issuer asked at most once an interval, however many ask; and what was once
//! known stays known until the issuer itself says otherwise.
use crate::keys::set::{KeySet, SigningKey};
use crate::keys::source::{KeySource, SourceError};
use jsonwebtoken::Algorithm;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use store::{Clock, Moment};
use tokio::sync::Mutex;

/// How old the copy may become before it is fetched anew, beside the requests.
const FRESH: Duration = Duration::from_secs(10 * 60);

/// The keys of one issuer.
#[derive(Clone)]
pub struct KeyCache(Arc<Inner>);

struct Inner {
    source: KeySource,
    clock: Clock,
    interval: Duration,
    copy: RwLock<Copy>,
    /// When the issuer was last asked; held by whoever asks.
    asked: Mutex<Option<Moment>>,
}

#[derive(Clone, Default)]
struct Copy {
    keys: Option<Arc<KeySet>>,
    stale_at: Option<Moment>,
}

/// What is known about a key.
pub enum Lookup {
    /// It is there.
    Known(Arc<SigningKey>),
    /// The issuer has no such key.
    Unknown,
    /// The issuer was never heard.
    Unavailable,
}

impl KeyCache {
    /// The keys of this source, which is asked again for an unknown key after `interval`.
    #[must_use]
    pub fn new(source: KeySource, clock: Clock, interval: Duration) -> Self {
        Self(Arc::new(Inner { source, clock, interval, copy: RwLock::default(), asked: Mutex::default() }))
    }

    /// The key of this id, or the only one that fits; see [`KeySet::get`].
    pub async fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Lookup {
        if let Some(key) = self.copy().keys.and_then(|keys| keys.get(kid, algorithm)) {
            self.refresh_when_stale();
            return Lookup::Known(key);
        }
        self.ask().await;
        match self.copy().keys {
            Some(keys) => keys.get(kid, algorithm).map_or(Lookup::Unknown, Lookup::Known),
            None => Lookup::Unavailable,
        }
    }

    /// Fetches the keys before somebody needs them.
    pub fn warm(&self) {
        let cache = self.clone();
        tokio::spawn(async move { cache.ask().await });
    }

    fn copy(&self) -> Copy {
        self.0.copy.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn refresh_when_stale(&self) {
        let stale = self.copy().stale_at.is_some_and(|at| at <= self.0.clock.moment());
        // Whoever holds the lock is fetching already.
        if stale && self.0.asked.try_lock().is_ok() {
            self.warm();
        }
    }

    /// Asks the issuer, unless that was done a moment ago. Whoever waits for it may go away meanwhile;
    /// the asking goes on, or else the next chance would be an interval away.
    async fn ask(&self) {
        let cache = self.clone();
        if let Err(error) = tokio::spawn(async move { cache.ask_now().await }).await {
            tracing::error!(%error, "fetching the issuer's keys ended early");
        }
    }

    async fn ask_now(&self) {
        let mut asked = self.0.asked.lock().await;
        let now = self.0.clock.moment();
        if asked.is_some_and(|at| now < at.plus(self.0.interval)) {
            return;
        }
        *asked = Some(now);
        let read = self.0.source.read().await;
        self.take(read, now);
    }

    fn take(&self, read: Result<KeySet, SourceError>, now: Moment) {
        let mut copy = self.0.copy.write().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(keys) => *copy = Copy { keys: Some(Arc::new(keys)), stale_at: Some(now.plus(FRESH)) },
            Err(error) => {
                copy.stale_at = Some(now.plus(self.0.interval));
                tracing::warn!(%error, "the issuer's keys cannot be fetched; known keys keep working");
            }
        }
    }
}
