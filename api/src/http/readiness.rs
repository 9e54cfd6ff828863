//! Whether the store takes a write and gives it back. Anybody may ask, and each probe is a durable
//! write: so those who ask within a second share one.
use std::time::Duration;
use store::{Moment, Store};
use tokio::sync::Mutex;

/// A store that says nothing for so long is not ready: whoever asks has patience for little more.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long an answer is good.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// What is said once a damaged file was seen: a probe writes elsewhere in it, and would succeed.
const DAMAGED: Fault = Fault {
    part: "read",
    why: "the file of the database is damaged; stop the server, keep a copy, and restore a backup",
};

/// The last answer, and when it was found.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Moment, Result<(), Fault>)>>);

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
        let mut last = self.0.lock().await;
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
}
