//! Settings of a worker's queue processing; they do not affect the results.
use crate::options::{ProjectionArgs, RetentionArgs};
use clap::Args;
use clap::builder::RangedU64ValueParser;
use std::time::Duration;
use worker::{RetentionOptions, WorkerOptions};

/// An empty batch would make no progress.
fn batch() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct WorkerArgs {
    #[command(flatten)]
    pub(crate) projection: ProjectionArgs,
    /// Maximum events to project in one transaction
    #[arg(long, env = "TACHOGRAPH_WORKER_BATCH_EVENTS", value_name = "N", default_value_t = WorkerOptions::default().batch_events, value_parser = batch())]
    worker_batch_events: usize,
    /// How often the worker checks the queue without being woken, in milliseconds
    #[arg(long, env = "TACHOGRAPH_WORKER_POLL_MS", value_name = "N", default_value_t = millis(WorkerOptions::default().poll_every), value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    worker_poll_ms: u64,
    /// Attempts before an event becomes a dead letter
    #[arg(long, env = "TACHOGRAPH_WORKER_MAX_ATTEMPTS", value_name = "N", default_value_t = WorkerOptions::default().max_attempts, value_parser = clap::value_parser!(i16).range(1..=100))]
    worker_max_attempts: i16,
    /// Pause after an event's first failed attempt, in milliseconds; doubled by each further one
    #[arg(long, env = "TACHOGRAPH_WORKER_FIRST_RETRY_MS", value_name = "N", default_value_t = millis(WorkerOptions::default().first_retry_after), value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    worker_first_retry_ms: u64,
    /// How often the worker looks for expired data, in seconds
    #[arg(long, env = "TACHOGRAPH_RETENTION_EVERY_SECONDS", value_name = "N", default_value_t = RetentionOptions::default().every.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    retention_every_seconds: u64,
    /// Pause after each retention step, as a multiple of its duration; 0 deletes fastest and slows ingest most
    #[arg(long, env = "TACHOGRAPH_RETENTION_REST", value_name = "N", default_value_t = RetentionOptions::default().rest, value_parser = clap::value_parser!(u32).range(0..=99))]
    retention_rest: u32,
}

impl WorkerArgs {
    /// The settings of a worker.
    pub(crate) fn options(self, retention: RetentionArgs) -> WorkerOptions {
        WorkerOptions {
            batch_events: self.worker_batch_events,
            poll_every: Duration::from_millis(self.worker_poll_ms),
            max_attempts: self.worker_max_attempts,
            first_retry_after: Duration::from_millis(self.worker_first_retry_ms),
            retention: RetentionOptions {
                days: retention.retention_days,
                every: Duration::from_secs(self.retention_every_seconds),
                rest: self.retention_rest,
                ..RetentionOptions::default()
            },
            ..self.projection.options()
        }
    }
}
