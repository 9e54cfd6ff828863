//! A local copy of an issuer's keys. No request waits for the issuer while its key is cached. For unknown
//! keys, the issuer is queried at most once per interval, however many requests need one. A cached key stays
//! valid until the issuer itself no longer publishes it.
use crate::keys::set::{KeySet, SigningKey};
use crate::keys::source::{KeySource, SourceError};
use jsonwebtoken::Algorithm;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use store::{Clock, Moment};
use tokio::sync::Mutex;

/// How old the copy may become before it is refreshed in the background.
const FRESH: Duration = Duration::from_secs(10 * 60);

/// The keys of one issuer.
#[derive(Clone)]
pub struct KeyCache(Arc<Inner>);

struct Inner {
    source: KeySource,
    clock: Clock,
    interval: Duration,
    copy: RwLock<Copy>,
    /// When the issuer was last queried; locked while it is being queried.
    asked: Mutex<Option<Moment>>,
}

#[derive(Clone, Default)]
struct Copy {
    keys: Option<Arc<KeySet>>,
    stale_at: Option<Moment>,
}

/// The result of looking up a key.
pub enum Lookup {
    /// The key was found.
    Known(Arc<SigningKey>),
    /// The issuer has no such key.
    Unknown,
    /// The issuer has never responded.
    Unavailable,
}

impl KeyCache {
    /// The keys from this source, which is queried again for an unknown key after `interval` at the earliest.
    #[must_use]
    pub fn new(source: KeySource, clock: Clock, interval: Duration) -> Self {
        Self(Arc::new(Inner { source, clock, interval, copy: RwLock::default(), asked: Mutex::default() }))
    }

    /// The key with this id, or the only one that fits; see [`KeySet::get`].
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

    /// Fetches the keys before they are needed.
    pub fn warm(&self) {
        let cache = self.clone();
        tokio::spawn(async move { cache.ask().await });
    }

    fn copy(&self) -> Copy {
        self.0.copy.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn refresh_when_stale(&self) {
        let stale = self.copy().stale_at.is_some_and(|at| at <= self.0.clock.moment());
        // If the lock is taken, the keys are being fetched already.
        if stale && self.0.asked.try_lock().is_ok() {
            self.warm();
        }
    }

    /// Queries the issuer, unless that was done a moment ago. Runs in a task of its own, so that it continues
    /// even if the waiting request is dropped; otherwise the next attempt would be an interval away.
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
