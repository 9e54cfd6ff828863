//! Background jobs: work that an installation does again and again beside its requests, one process at a time.
//!
//! A job takes its lock for each run ([`store::JobLock`]), so any number of workers may be started with it, and
//! each run begins from what the database says: a process that dies takes nothing with it but its turn. To add
//! a job: a lock in `store`, an implementation of [`Job`], and a call of [`run`] where the process starts.
use std::error::Error;
use std::future::Future;
use std::time::Duration;
use store::{JobLock, Store, StoreError};
use tokio_util::sync::CancellationToken;

/// Something to do again and again.
pub trait Job: Send + Sync {
    /// The lock under which it runs: of all processes of an installation, one at a time.
    const LOCK: JobLock;
    /// Its name in the log.
    const NAME: &'static str;

    /// What can go wrong with a run.
    type Error: Error + From<StoreError> + Send;

    /// Does what there is to do now, and returns when to come back. Ends early when `stop` is cancelled.
    fn pass(&self, stop: &CancellationToken) -> impl Future<Output = Result<Duration, Self::Error>> + Send;

    /// When to come back where another process has the lock.
    fn every(&self) -> Duration;

    /// When to come back after a failure.
    fn after_failure(&self) -> Duration;
}

/// Runs the job until `stop` is cancelled: now, and then whenever it wants to be called again. A failure is
/// logged, and the job goes on after a pause.
pub async fn run(store: &Store, job: &impl Job, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        let wait = locked(store, job, stop).await;
        let _stopped = stop.run_until_cancelled(tokio::time::sleep(wait)).await;
    }
}

async fn locked<J: Job>(store: &Store, job: &J, stop: &CancellationToken) -> Duration {
    let done = async {
        let Some(turn) = store.try_job(J::LOCK).await? else { return Ok(job.every()) };
        let wait = job.pass(stop).await;
        turn.release().await?;
        wait
    };
    match done.await {
        Ok(wait) => wait,
        Err(error) => {
            let error: J::Error = error;
            tracing::warn!(%error, job = J::NAME, "a background job failed; it is tried again");
            job.after_failure()
        }
    }
}
