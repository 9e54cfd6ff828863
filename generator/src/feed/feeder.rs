//! Sends many batches, several of them concurrently.
use crate::feed::load::{Load, Packer};
use crate::feed::post::Target;
use crate::feed::{Answer, Server, Totals};
use crate::parcel::Parcel;
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
    /// Events or records per request.
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

/// Sends events through `POST /v1/events`, and OTLP records through `POST /v1/logs` and its siblings.
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
        let (http, server) = (options.server.client()?, options.server.clone());
        Ok(Self {
            target: Target { http, server, key: options.key.clone(), patience: options.patience },
            batch_events: options.batch_events.max(1),
            in_flight: options.in_flight.max(1),
        })
    }

    /// Packs parcels into requests; each batch of an agent is one of its own.
    pub(crate) fn loads(&self, parcels: impl IntoIterator<Item = Parcel>) -> Vec<Load> {
        let mut packer = Packer::direct(self.batch_events);
        let mut loads: Vec<Load> = parcels.into_iter().filter_map(|parcel| packer.add(parcel)).collect();
        loads.extend(packer.rest());
        loads
    }

    /// Sends one request; the response lists what the server rejected.
    ///
    /// # Errors
    /// When the server rejects the whole request, or cannot be reached for too long.
    pub async fn send(&self, load: &Load) -> anyhow::Result<Answer> {
        self.target.post(load).await
    }

    /// Sends everything, or until `stop` is canceled; returns the totals of what was answered by then.
    ///
    /// # Errors
    /// See [`Self::send`].
    pub async fn feed<I>(&self, days: I, observer: &dyn Observer, stop: &CancellationToken) -> anyhow::Result<Totals>
    where
        I: Iterator<Item = Vec<Parcel>> + Send + 'static,
    {
        let mut loads = self.cut(days);
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
                load = loads.recv(), if more && requests.len() < self.in_flight => match load {
                    Some(load) => {
                        let target = self.target.clone();
                        requests.spawn(async move { target.post(&load).await });
                    }
                    None => more = false,
                },
            }
        }
        Ok(totals)
    }

    /// Generates the parcels on a separate thread, a few requests ahead of the network.
    fn cut<I>(&self, days: I) -> mpsc::Receiver<Load>
    where
        I: Iterator<Item = Vec<Parcel>> + Send + 'static,
    {
        let (to, loads) = mpsc::channel(self.in_flight);
        let mut packer = Packer::new(self.batch_events);
        tokio::task::spawn_blocking(move || {
            for parcel in days.flatten() {
                // A closed channel: the receiver is gone.
                if packer.add(parcel).is_some_and(|load| to.blocking_send(load).is_err()) {
                    return;
                }
            }
            for load in packer.rest() {
                if to.blocking_send(load).is_err() {
                    return;
                }
            }
        });
        loads
    }
}
