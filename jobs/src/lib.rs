//! Background jobs: work that an installation repeats periodically beside its requests, in one process at a
//! time.
//!
//! A job acquires its lock for each run ([`store::JobLock`]), so any number of workers may be started with
//! it, and each run begins from what is in the database: when a process dies, nothing is lost but that run.
//! To add a job: a lock in `store`, an implementation of [`Job`], and a call of [`run`] where the process
//! starts.
use std::error::Error;
use std::future::Future;
use std::time::Duration;
use store::{JobLock, Store, StoreError};
use tokio_util::sync::CancellationToken;

/// A periodic job.
pub trait Job: Send + Sync {
    /// The lock that it runs under: only one process of an installation runs it at a time.
    const LOCK: JobLock;
    /// Its name in the log.
    const NAME: &'static str;

    /// What can go wrong in a run.
    type Error: Error + From<StoreError> + Send;

    /// Does all work that is due now, and returns how long to wait before the next run. Ends early if `stop`
    /// is cancelled.
    fn pass(&self, stop: &CancellationToken) -> impl Future<Output = Result<Duration, Self::Error>> + Send;

    /// How long to wait if another process holds the lock.
    fn every(&self) -> Duration;

    /// How long to wait after a failure.
    fn after_failure(&self) -> Duration;
}

/// Runs the job until `stop` is cancelled: now, and then again after each wait that it returns. A failure is
/// logged, and the job is retried after a pause.
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
