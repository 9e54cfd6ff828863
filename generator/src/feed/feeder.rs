//! Sends many batches, several of them concurrently.
use crate::event::GeneratedEvent;
use crate::feed::post::Target;
use crate::feed::{Answer, Server, Totals};
use anyhow::Context as _;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// The ingest key that a server in development mode accepts; it may write to every organization.
pub const DEV_INGEST_KEY: &str = "dev-ingest-key";

/// How to send.
#[derive(Clone, Debug)]
pub struct FeederOptions {
    /// The server.
    pub server: Server,
    /// The ingest key.
    pub key: String,
    /// Events per request.
    pub batch_events: usize,
    /// The number of concurrent requests.
    pub in_flight: usize,
    /// How long to retry while the server is unreachable or busy.
    pub patience: Duration,
}

impl FeederOptions {
    /// The default options for this server.
    pub fn new(server: impl Into<Server>, key: impl Into<String>) -> Self {
        Self {
            server: server.into(),
            key: key.into(),
            batch_events: 1_000,
            in_flight: 4,
            patience: Duration::from_secs(120),
        }
    }
}

/// Is notified of every answered batch.
pub trait Observer: Send + Sync {
    /// The totals so far.
    fn sent(&self, totals: &Totals);

    /// How long the last response took, if batches are sent one after another.
    fn answered(&self, _took: Duration) {}
}

/// Ignores the notifications.
impl Observer for () {
    fn sent(&self, _totals: &Totals) {}
}

/// Sends events through `POST /v1/events`.
#[derive(Clone, Debug)]
pub struct Feeder {
    target: Target,
    batch_events: usize,
    in_flight: usize,
}

impl Feeder {
    /// A feeder for this server.
    ///
    /// # Errors
    /// When no HTTP client can be created.
    pub fn new(options: &FeederOptions) -> anyhow::Result<Self> {
        let (http, url) = (options.server.client()?, options.server.url("/v1/events"));
        Ok(Self {
            target: Target { http, url, key: options.key.clone(), patience: options.patience },
            batch_events: options.batch_events.max(1),
            in_flight: options.in_flight.max(1),
        })
    }

    pub(crate) const fn batch_events(&self) -> usize {
        self.batch_events
    }

    /// Sends one batch; the response lists the events that the server rejected.
    ///
    /// # Errors
    /// When the server rejects the whole batch, or cannot be reached for too long.
    pub async fn send(&self, events: &[GeneratedEvent]) -> anyhow::Result<Answer> {
        self.target.post(events).await
    }

    /// Sends everything, or until `stop` is canceled; returns the totals of what was answered by then.
    ///
    /// # Errors
    /// See [`Self::send`].
    pub async fn feed<I>(&self, days: I, observer: &dyn Observer, stop: &CancellationToken) -> anyhow::Result<Totals>
    where
        I: Iterator<Item = Vec<GeneratedEvent>> + Send + 'static,
    {
        let mut batches = self.cut(days);
        let mut requests = JoinSet::new();
        let mut totals = Totals::default();
        let mut more = true;
        while more || !requests.is_empty() {
            tokio::select! {
                () = stop.cancelled() => break,
                Some(answer) = requests.join_next() => {
                    totals.add(&answer.context("a request was lost")??);
                    observer.sent(&totals);
                }
                batch = batches.recv(), if more && requests.len() < self.in_flight => match batch {
                    Some(batch) => {
                        let target = self.target.clone();
                        requests.spawn(async move { target.post(&batch).await });
                    }
                    None => more = false,
                },
            }
        }
        Ok(totals)
    }

    /// Generates the events on a separate thread, a few batches ahead of the network.
    fn cut<I>(&self, days: I) -> mpsc::Receiver<Vec<GeneratedEvent>>
    where
        I: Iterator<Item = Vec<GeneratedEvent>> + Send + 'static,
    {
        let (to, batches) = mpsc::channel(self.in_flight);
        let size = self.batch_events;
        tokio::task::spawn_blocking(move || {
            let mut waiting = Vec::with_capacity(size);
            for event in days.flatten() {
                waiting.push(event);
                // A closed channel: the receiver is gone.
                if waiting.len() == size
                    && to.blocking_send(std::mem::replace(&mut waiting, Vec::with_capacity(size))).is_err()
                {
                    return;
                }
            }
            if !waiting.is_empty() {
                let _ = to.blocking_send(waiting);
            }
        });
        batches
    }
}
