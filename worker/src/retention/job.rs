//! Retention as a background job of the workers.
use super::{Retained, retain};
use crate::WorkerOptions;
use crate::project::ProjectError;
use jobs::Job;
use std::time::Duration;
use store::{JobLock, Store};
use tokio_util::sync::CancellationToken;

/// How long to wait before retrying organizations that were busy, and after a failure.
const BUSY: Duration = Duration::from_secs(5);
const FAILED: Duration = Duration::from_secs(60);

/// Deletes data past its retention period, now and then at regular intervals.
pub(crate) struct Retention<'w> {
    pub(crate) store: &'w Store,
    pub(crate) options: &'w WorkerOptions,
}

impl Job for Retention<'_> {
    const LOCK: JobLock = JobLock::Retention;
    const NAME: &'static str = "retention";

    type Error = ProjectError;

    async fn pass(&self, stop: &CancellationToken) -> Result<Duration, ProjectError> {
        let Retained { sessions, runs, events, bound, busy, failed: _ } =
            retain(self.store, self.options, stop).await?;
        if events > 0 {
            tracing::info!(sessions, runs, events, bound, "retention deleted what was too old");
        }
        Ok(if busy > 0 { BUSY.min(self.every()) } else { self.every() })
    }

    fn every(&self) -> Duration {
        self.options.retention.every
    }

    fn after_failure(&self) -> Duration {
        FAILED.min(self.every())
    }
}
