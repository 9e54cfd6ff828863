//! Wake-ups between the stages: "events are queued" for workers, "the read models reached a version" for
//! readers. Within a process they are direct; between processes they travel as NOTIFY, outside the writing
//! transactions and coalesced, because NOTIFY inside them would serialize commits. They may be lost: every
//! waiter also polls.
use crate::clock::{Clock, Moment};
use crate::{Store, StoreError};
use sqlx::postgres::PgListener;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, broadcast};
use tokio::task::JoinHandle;

const QUEUED: &str = "tachograph_queued";
const PROJECTED: &str = "tachograph_projected";
/// The minimum time between two batches of NOTIFY statements from one process.
const COALESCE: Duration = Duration::from_millis(5);
/// How long the bridge waits before it reconnects.
const RECONNECT: Duration = Duration::from_millis(500);
/// How often the same problem of the bridge is logged: if the database is away for an hour, the log must not
/// fill up.
const TELL_AGAIN: Duration = Duration::from_secs(60);
/// How many notifications a slow subscriber may lag behind before it loses the oldest.
const BACKLOG: usize = 1_024;

/// An organization's read models reached this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projected {
    /// The organization.
    pub org_id: Arc<str>,
    /// Its version; see `projection_state`.
    pub version: i64,
}

/// The wake-ups of one process.
#[derive(Clone, Debug)]
pub struct Signals(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    queued: Notify,
    projected: broadcast::Sender<Projected>,
    /// What the bridge has yet to send to other processes.
    outbox: Mutex<Outbox>,
    outbox_filled: Notify,
}

#[derive(Debug, Default)]
struct Outbox {
    queued: bool,
    projected: BTreeMap<Arc<str>, i64>,
}

impl Default for Signals {
    fn default() -> Self {
        Self(Arc::new(Inner {
            queued: Notify::new(),
            projected: broadcast::Sender::new(BACKLOG),
            outbox: Mutex::default(),
            outbox_filled: Notify::new(),
        }))
    }
}

impl Signals {
    /// Announces that events were queued.
    pub fn queued(&self) {
        self.0.queued.notify_one();
        self.fill(|outbox| outbox.queued = true);
    }

    /// Announces a new version of an organization's read models.
    pub fn projected(&self, org_id: Arc<str>, version: i64) {
        // Having no listeners is not an error.
        let _ = self.0.projected.send(Projected { org_id: Arc::clone(&org_id), version });
        self.fill(|outbox| {
            outbox.projected.insert(org_id, version);
        });
    }

    /// Waits until events are queued.
    pub async fn wait_queued(&self) {
        self.0.queued.notified().await;
    }

    /// Subscribes to new versions of the read models from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Projected> {
        self.0.projected.subscribe()
    }

    fn fill(&self, change: impl FnOnce(&mut Outbox)) {
        change(&mut self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.outbox_filled.notify_one();
    }

    fn empty(&self) -> Outbox {
        std::mem::take(&mut self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Sends the wake-ups of this process to others and receives theirs, until the handle is aborted. On `SQLite`
/// there is nothing to do.
#[must_use]
pub fn bridge(store: &Store) -> JoinHandle<()> {
    let store = store.clone();
    tokio::spawn(async move {
        if store.postgres().is_none() {
            return;
        }
        let clock = store.clock();
        tokio::join!(forever("send", clock, || send(&store)), forever("receive", clock, || receive(&store)));
    })
}

async fn forever<F: Future<Output = Result<(), StoreError>>>(what: &str, clock: &Clock, mut work: impl FnMut() -> F) {
    let mut told = None;
    loop {
        if let Err(error) = work().await
            && is_news(&mut told, clock.moment())
        {
            tracing::warn!(%error, "wake-ups between processes: cannot {what}; polling goes on, trying again");
        }
        tokio::time::sleep(RECONNECT).await;
    }
}

/// Whether to log a problem now, given when it was last logged, if ever.
fn is_news(told: &mut Option<Moment>, now: Moment) -> bool {
    let news = told.is_none_or(|told| now.since(told) >= TELL_AGAIN);
    if news {
        *told = Some(now);
    }
    news
}

async fn send(store: &Store) -> Result<(), StoreError> {
    let Some(pool) = store.postgres() else { return Ok(()) };
    let signals = store.signals();
    loop {
        signals.0.outbox_filled.notified().await;
        let outbox = signals.empty();
        if outbox.queued {
            sqlx::query("SELECT pg_notify($1, $2)").bind(QUEUED).bind(store.process()).execute(pool).await?;
        }
        for (org_id, version) in outbox.projected {
            let news = format!("{} {version} {org_id}", store.process());
            sqlx::query("SELECT pg_notify($1, $2)").bind(PROJECTED).bind(news).execute(pool).await?;
        }
        tokio::time::sleep(COALESCE).await;
    }
}

async fn receive(store: &Store) -> Result<(), StoreError> {
    let Some(pool) = store.postgres() else { return Ok(()) };
    let signals = store.signals();
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen_all([QUEUED, PROJECTED]).await?;
    // Something may have been queued before this connection was listening.
    signals.0.queued.notify_one();
    loop {
        let news = listener.recv().await?;
        let payload = news.payload();
        if payload.split(' ').next() == Some(store.process()) {
            continue;
        }
        if news.channel() == QUEUED {
            signals.0.queued.notify_one();
        } else if let Some((version, org_id)) = parse_projected(payload) {
            let _ = signals.0.projected.send(Projected { org_id: Arc::from(org_id), version });
        }
    }
}

fn parse_projected(payload: &str) -> Option<(i64, &str)> {
    let mut parts = payload.splitn(3, ' ').skip(1);
    Some((parts.next()?.parse().ok()?, parts.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_that_lasts_is_told_once_a_minute() {
        let (mut told, start) = (None, Moment::default());
        let news = (0..600_u32).filter(|tries| is_news(&mut told, start.plus(RECONNECT * *tries))).count();
        assert_eq!(news, 5, "five minutes of two tries a second");
    }
}
