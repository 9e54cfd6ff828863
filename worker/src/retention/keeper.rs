//! Passes of retention beside the projection, for as long as a worker runs.
use super::{Retained, retain};
use crate::WorkerOptions;
use crate::project::ProjectError;
use std::time::Duration;
use store::Store;
use tokio_util::sync::CancellationToken;

/// When it comes back to organizations that were busy, and after a failure.
const BUSY: Duration = Duration::from_secs(5);
const FAILED: Duration = Duration::from_secs(60);

/// A pass now, and then one every so often; of all workers of an installation one at a time.
pub(crate) async fn run_retention(store: Store, options: WorkerOptions, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let wait = match pass(&store, &options, &stop).await {
            Ok(Retained { sessions, runs, events, bound, busy, failed: _ }) => {
                if events > 0 {
                    tracing::info!(sessions, runs, events, bound, "retention took away what was too old");
                }
                if busy > 0 { BUSY.min(options.retention.every) } else { options.retention.every }
            }
            Err(error) => {
                tracing::warn!(%error, "retention pauses; it goes on by itself");
                FAILED.min(options.retention.every)
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

async fn pass(store: &Store, options: &WorkerOptions, stop: &CancellationToken) -> Result<Retained, ProjectError> {
    let Some(turn) = store.try_retention().await? else { return Ok(Retained::default()) };
    let done = retain(store, options, stop).await;
    turn.release().await?;
    done
}
