//! The loop.
use crate::WorkerOptions;
use store::Store;
use tokio_util::sync::CancellationToken;

/// What a worker did until nothing was due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Events projected.
    pub projected: u64,
    /// Events given up.
    pub dead_letters: u64,
}

/// A worker.
#[derive(Debug)]
pub struct Worker {
    _store: Store,
    _options: WorkerOptions,
}

impl Worker {
    /// A worker on this store.
    ///
    /// # Errors
    /// When another worker holds the `SQLite` file.
    pub fn new(store: Store, options: WorkerOptions) -> anyhow::Result<Self> {
        Ok(Self { _store: store, _options: options })
    }

    /// Projects whatever comes until `stop` is cancelled; finishes or rolls back its batch.
    pub async fn run(&self, stop: CancellationToken) {
        stop.cancelled().await;
    }

    /// Projects until nothing is due.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn drain(&self) -> anyhow::Result<Drained> {
        anyhow::bail!("not yet")
    }
}
