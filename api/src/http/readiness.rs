//! Whether the store takes a write and gives it back. Anybody may ask, and each probe is a durable
//! write: so those who ask within a second share one.
use entities::Instant;
use store::{Sql, Store, StoreError};
use tokio::sync::Mutex;

/// How long an answer is good.
const GOOD_FOR_MICROS: i64 = 1_000_000;

/// The last answer, and when it was found.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<(Instant, Result<(), &'static str>)>>);

impl Readiness {
    /// Whether the store is ready. Whoever asks during a probe waits for its answer.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn ask(&self, store: &Store) -> Result<(), &'static str> {
        let mut last = self.0.lock().await;
        let now = store.clock().now();
        if let Some((at, ready)) = *last
            // A clock that was set back must not keep an old answer alive.
            && (at..at.plus_micros(GOOD_FOR_MICROS)).contains(&now)
        {
            return ready;
        }
        let ready = match probe(store).await {
            Ok(()) => Ok(()),
            Err(error) => {
                tracing::error!(%error, "the store is not ready");
                Err(if error.is_disk_full() {
                    "the disk of the database is full; reading goes on"
                } else {
                    "the store cannot be written and read"
                })
            }
        };
        // A slow answer is as good as a quick one to those who wait for it.
        *last = Some((store.clock().now(), ready));
        ready
    }
}

async fn probe(store: &Store) -> Result<(), StoreError> {
    let mark = store.clock().now().0.to_be_bytes();
    store
        .execute(
            Sql::new(
                "INSERT INTO installation (name, value) VALUES ('readyz', $1)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bytes(mark),
        )
        .await?;
    let rows = store.fetch("SELECT value FROM installation WHERE name = 'readyz'").await?;
    // Another process may have written in between: any mark will do.
    match rows.first() {
        Some(row) if row.bytes(0)?.len() == mark.len() => Ok(()),
        _ => Err(StoreError::Damaged("what was written for /readyz did not come back".to_owned())),
    }
}
