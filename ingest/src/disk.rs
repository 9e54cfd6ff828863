//! Rejects events while the disk of the database is nearly full, so that projection, sign-in and the database
//! itself have room to continue. No operator action is needed afterward: once there is room again, events are
//! accepted again.
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use store::{Store, StoreError};

/// How often the file system is checked.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a write that failed counts as evidence of a full disk: after that, senders must be allowed to try
/// again.
const FULL_FOR: Duration = Duration::from_secs(30);
/// Represents an unknown value.
const UNKNOWN: u64 = u64::MAX;

/// The state of the database's disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskState {
    /// The bytes available for rows; `None` if that is not visible, as on `PostgreSQL`.
    pub free_bytes: Option<u64>,
    /// With fewer free bytes, no events are accepted; 0 accepts them as long as they fit.
    pub min_free_bytes: u64,
    /// Whether the database has rejected a write in the last half minute because its disk is full, and has
    /// accepted none since.
    pub is_full: bool,
}

impl DiskState {
    /// Whether events are rejected.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.free_bytes.is_some_and(|free| free < self.min_free_bytes)
    }

    /// A readable description of the problem.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        match self.free_bytes {
            Some(free) if self.is_low() => Some(format!(
                "the disk of the database is nearly full: {free} bytes are free, {} are required; reading goes on",
                self.min_free_bytes
            )),
            _ if self.is_full => Some("the disk of the database is full; reading goes on".to_owned()),
            _ => None,
        }
    }
}

/// What this process knows about the disk.
#[derive(Debug)]
pub(super) struct Disk {
    min_free_bytes: u64,
    free_bytes: AtomicU64,
    full_since: Mutex<Option<Instant>>,
}

impl Disk {
    pub(super) const fn new(min_free_bytes: u64) -> Self {
        Self { min_free_bytes, free_bytes: AtomicU64::new(UNKNOWN), full_since: Mutex::new(None) }
    }

    pub(super) fn state(&self) -> DiskState {
        let free = self.free_bytes.load(Ordering::Relaxed);
        DiskState {
            free_bytes: (free != UNKNOWN).then_some(free),
            min_free_bytes: self.min_free_bytes,
            is_full: self.refused().is_some_and(|at| at.elapsed() < FULL_FOR),
        }
    }

    /// When the last write was rejected.
    fn refused(&self) -> MutexGuard<'_, Option<Instant>> {
        self.full_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records the outcome of a write.
    pub(super) fn note<T>(&self, written: &Result<T, StoreError>) {
        match written {
            Ok(_) => *self.refused() = None,
            Err(error) if error.is_disk_full() => *self.refused() = Some(Instant::now()),
            Err(_) => {}
        }
    }

    async fn look(&self, store: &Store) -> Result<bool, StoreError> {
        let Some(room) = store.room().await? else { return Ok(false) };
        let free = room.for_rows(self.min_free_bytes);
        let was_low = self.state().is_low();
        self.free_bytes.store(free.min(UNKNOWN - 1), Ordering::Relaxed);
        match (was_low, self.state().problem()) {
            (false, Some(problem)) if self.state().is_low() => tracing::error!("events are refused: {problem}"),
            (true, _) if !self.state().is_low() => {
                tracing::info!(free, "there is free space again; events are accepted");
            }
            _ => {}
        }
        Ok(true)
    }
}

/// Keeps the state up to date for as long as it is in use.
pub(super) async fn watch(disk: Weak<Disk>, store: Store) {
    while let Some(disk) = disk.upgrade() {
        match disk.look(&store).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "cannot determine the free disk space"),
        }
        drop(disk);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
