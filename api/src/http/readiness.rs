//! Whether the store takes a write and gives it back. Anybody may ask, and each probe is a durable
//! write: so those who ask within a second share one.
use entities::Instant;
use std::time::Duration;
use store::Store;
use tokio::sync::Mutex;

/// A store that says nothing for so long is not ready: whoever asks has patience for little more.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long an answer is good.
const GOOD_FOR_MICROS: i64 = 1_000_000;

/// The last answer, and when it was found.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Instant, Result<(), Fault>)>>);

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
        let mut last = self.0.lock().await;
        let now = store.clock().now();
        if let Some((at, ready)) = *last
            // A clock that was set back must not keep an old answer alive.
            && (at..at.plus_micros(GOOD_FOR_MICROS)).contains(&now)
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
        *last = Some((store.clock().now(), ready));
        ready
    }
}
