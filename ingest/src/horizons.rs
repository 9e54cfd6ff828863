//! The oldest events accepted from each organization, as far as this process knows: refreshed every few
//! seconds while events arrive, never per event.
use domain::{Instant as Time, OrgId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use store::retention::{Retention, load, load_reachable};
use store::{Store, StoreError};
use tokio::sync::Mutex;

/// How long a lookup is valid, and how long a failed one is: requests that arrive in the meantime do not wait
/// for another failure.
const GOOD_FOR: Duration = Duration::from_secs(2);
const FAILED_FOR: Duration = Duration::from_secs(1);

/// What is known.
#[derive(Debug)]
pub struct Horizons {
    installation: u32,
    known: RwLock<Arc<HashMap<OrgId, Retention>>>,
    looked_at: Mutex<Looked>,
    has_looked: AtomicBool,
}

/// When the last lookup succeeded, and when one last failed while nothing was known.
#[derive(Debug, Default)]
struct Looked {
    well: Option<Instant>,
    in_vain: Option<Instant>,
}

impl Horizons {
    /// Nothing is known yet; `installation` is the number of days for organizations without a setting of
    /// their own.
    pub(super) fn new(installation: u32) -> Self {
        Self { installation, known: RwLock::default(), looked_at: Mutex::default(), has_looked: AtomicBool::new(false) }
    }

    /// Refreshes if the last lookup is too old. A failure after a first success does not matter: settings
    /// that were made long ago are still right.
    ///
    /// # Errors
    /// When nothing is known yet and the database cannot be queried.
    pub async fn look(&self, store: &Store) -> Result<(), StoreError> {
        // If another request is looking it up, continue with what is known, unless nothing is.
        let mut looked = match self.looked_at.try_lock() {
            Ok(turn) => turn,
            Err(_) if self.has_looked.load(Ordering::Relaxed) => return Ok(()),
            Err(_) => self.looked_at.lock().await,
        };
        if looked.well.is_some_and(|at| at.elapsed() < GOOD_FOR) {
            return Ok(());
        }
        if looked.in_vain.is_some_and(|at| at.elapsed() < FAILED_FOR) {
            return Err(StoreError::Locked("the retention settings could not be read a moment ago".to_owned()));
        }
        let mut found = load(store).await;
        // No events for the lost machine are accepted anyway.
        if looked.well.is_none()
            && found.as_ref().is_err_and(StoreError::is_machine_lost)
            && store.is_distributed().await?
        {
            found = load_reachable(store).await;
        }
        match found {
            Ok(found) => *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(found),
            Err(error) if looked.well.is_none() => {
                looked.in_vain = Some(Instant::now());
                return Err(error);
            }
            Err(error) => tracing::warn!(%error, "the retention settings cannot be read; using the last known ones"),
        }
        self.has_looked.store(true, Ordering::Relaxed);
        *looked = Looked { well: Some(Instant::now()), in_vain: None };
        Ok(())
    }

    fn known(&self) -> Arc<HashMap<OrgId, Retention>> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is known, for a whole batch.
    pub(super) fn at(&self, now: Time) -> Oldest {
        Oldest { installation: self.installation, known: self.known(), now }
    }

    /// The oldest instant of which events of this organization are accepted, and from which nothing was
    /// deleted; `None` if there is no limit.
    #[must_use]
    pub fn oldest(&self, org_id: &OrgId, now: Time) -> Option<Time> {
        self.at(now).of(org_id)
    }
}

/// The oldest events accepted, as of one moment.
pub(super) struct Oldest {
    installation: u32,
    known: Arc<HashMap<OrgId, Retention>>,
    now: Time,
}

impl Oldest {
    pub(super) fn of(&self, org_id: &OrgId) -> Option<Time> {
        self.known.get(org_id).copied().unwrap_or_default().oldest(self.installation, self.now)
    }
}
