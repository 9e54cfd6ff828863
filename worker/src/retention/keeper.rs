//! Passes of retention beside the projection, for as long as a worker runs.
use super::{Retained, retain};
use crate::WorkerOptions;
use crate::project::ProjectError;
use store::Store;
use tokio_util::sync::CancellationToken;

/// A pass now, and then one every so often; of all workers of an installation one at a time.
pub(crate) async fn keep(store: Store, options: WorkerOptions, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match pass(&store, &options, &stop).await {
            Ok(done) if done == Retained::default() => {}
            Ok(Retained { sessions, runs, events, bound, busy }) => {
                tracing::info!(sessions, runs, events, bound, busy, "retention took away what was too old");
            }
            Err(error) => tracing::warn!(%error, "retention pauses; it goes on by itself"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(options.retention.every) => {}
        }
    }
}

async fn pass(store: &Store, options: &WorkerOptions, stop: &CancellationToken) -> Result<Retained, ProjectError> {
    let Some(turn) = store.try_retention().await? else { return Ok(Retained::default()) };
    let done = retain(store, options, stop).await;
    turn.release().await?;
    done
}
