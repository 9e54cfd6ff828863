//! Whether the store takes a write and gives it back. Anybody may ask, and each probe is a durable
//! write: so those who ask within a second share one.
use std::time::Duration;
use store::cluster::Machines;
use store::{Moment, Store, StoreError};
use tokio::sync::Mutex;

/// A store that says nothing for so long is not ready: whoever asks has patience for little more.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long an answer is good.
const GOOD_FOR: Duration = Duration::from_secs(1);
/// How long one of the machines of a cluster is: each is asked, over a connection of its own.
const MACHINES_GOOD_FOR: Duration = Duration::from_secs(10);

/// What is said once a damaged file was seen: a probe writes elsewhere in it, and would succeed.
const DAMAGED: Fault =
    Fault { part: "read", why: "the database file is damaged; stop the server, keep a copy, and restore a backup" };

/// The last answer, and when it was found.
#[derive(Debug, Default)]
pub struct Readiness {
    store: Mutex<Option<(Moment, Result<(), Fault>)>>,
    machines: Mutex<Option<(Moment, Machines)>>,
}

/// What the store does not do. The text is for everybody: it tells the part and the kind, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `write` or `read`.
    pub part: &'static str,
    /// Why, in a few words.
    pub why: &'static str,
}

impl Readiness {
    /// Whether the store is ready. Whoever asks during a probe waits for its answer.
    ///
    /// # Errors
    /// What it does not do.
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
        // A slow answer is as good as a quick one to those who wait for it.
        *last = Some((store.clock().moment(), ready));
        ready
    }

    /// The machines of a cluster, as they were at the last look, which is at most ten seconds old. What
    /// cannot be seen is not missed: whether the coordinator can be used says [`Self::ask`].
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

/// Asks each; where that takes too long, one of them hangs.
async fn look(store: &Store) -> Result<Machines, StoreError> {
    if !store.is_distributed().await? {
        return Ok(Machines::default());
    }
    match tokio::time::timeout(PATIENCE, store.machines()).await {
        Ok(machines) => machines,
        Err(_) => Ok(Machines { missing: 1, all: 2 }),
    }
}
