//! Whether the store accepts a write and returns it. Anyone may ask, and each probe is a durable write: so
//! requests within a second share one.
use std::time::Duration;
use store::cluster::Machines;
use store::{Moment, Store, StoreError};
use tokio::sync::Mutex;

/// A store that does not respond for this long is not ready: clients do not wait much longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a result is valid.
const GOOD_FOR: Duration = Duration::from_secs(1);
/// How long the result for a cluster's machines is valid: each one is queried over a connection of its own.
const MACHINES_GOOD_FOR: Duration = Duration::from_secs(10);

/// The result once damage to the file was seen: a probe writes elsewhere in the file, and would succeed.
const DAMAGED: Fault =
    Fault { part: "read", why: "the database file is damaged; stop the server, keep a copy, and restore a backup" };

/// The last result, and when it was obtained.
#[derive(Debug, Default)]
pub struct Readiness {
    store: Mutex<Option<(Moment, Result<(), Fault>)>>,
    machines: Mutex<Option<(Moment, Machines)>>,
}

/// What the store fails to do. The text is public: it says which part failed and why, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `write` or `read`.
    pub part: &'static str,
    /// Why, in a few words.
    pub why: &'static str,
}

impl Readiness {
    /// Whether the store is ready. A request that arrives during a probe waits for its result.
    ///
    /// # Errors
    /// What the store fails to do.
    pub async fn ask(&self, store: &Store) -> Result<(), Fault> {
        if store.is_damaged() {
            return Err(DAMAGED);
        }
        let mut last = self.store.lock().await;
        if let Some((at, ready)) = *last
            && store.clock().moment() < at.plus(GOOD_FOR)
        {
            return ready;
        }
        let ready = match tokio::time::timeout(PATIENCE, store.probe()).await {
            Ok(done) => done.map_err(|(part, error)| {
                tracing::error!(part, %error, "the store is not ready");
                Fault { part, why: error.kind() }
            }),
            Err(_) => {
                tracing::error!(seconds = PATIENCE.as_secs(), "the store is not ready: it does not answer");
                Err(Fault { part: "write", why: "the database does not answer" })
            }
        };
        // Timed from the end of the probe, so that requests that waited for a slow one can use its result.
        *last = Some((store.clock().moment(), ready));
        ready
    }

    /// The machines of a cluster, as of the last check, at most ten seconds ago. If they cannot be checked,
    /// none counts as missing: whether the coordinator is usable is reported by [`Self::ask`].
    pub async fn machines(&self, store: &Store) -> Machines {
        let mut last = self.machines.lock().await;
        if let Some((at, machines)) = *last
            && store.clock().moment() < at.plus(MACHINES_GOOD_FOR)
        {
            return machines;
        }
        let before = last.map_or(0, |(_, machines)| machines.missing);
        let machines = look(store).await.unwrap_or_default();
        match machines {
            Machines { missing: 0, all } if before > 0 => {
                tracing::info!(all, "all machines of the cluster answer again");
            }
            Machines { missing, all } if missing != before => {
                tracing::error!(
                    missing,
                    all,
                    "machines of the cluster do not answer: their organizations are unavailable"
                );
            }
            _ => {}
        }
        *last = Some((store.clock().moment(), machines));
        machines
    }
}

/// Queries each machine; if that takes too long, one of them hangs.
async fn look(store: &Store) -> Result<Machines, StoreError> {
    if !store.is_distributed().await? {
        return Ok(Machines::default());
    }
    match tokio::time::timeout(PATIENCE, store.machines()).await {
        Ok(machines) => machines,
        Err(_) => Ok(Machines { missing: 1, all: 2 }),
    }
}
