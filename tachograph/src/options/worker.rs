//! How a worker goes about its queue; what comes out does not depend on it.
use crate::options::{ProjectionArgs, RetentionArgs};
use clap::Args;
use clap::builder::RangedU64ValueParser;
use std::time::Duration;
use worker::{RetentionOptions, WorkerOptions};

/// A batch of none would never end.
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
    /// The most events that are projected in one transaction
    #[arg(long, env = "TACHOGRAPH_WORKER_BATCH_EVENTS", value_name = "N", default_value_t = WorkerOptions::default().batch_events, value_parser = batch())]
    worker_batch_events: usize,
    /// How often the worker looks at the queue without having been woken, in milliseconds
    #[arg(long, env = "TACHOGRAPH_WORKER_POLL_MS", value_name = "N", default_value_t = millis(WorkerOptions::default().poll_every), value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    worker_poll_ms: u64,
    /// How often an event is tried before it is put among the dead letters
    #[arg(long, env = "TACHOGRAPH_WORKER_MAX_ATTEMPTS", value_name = "N", default_value_t = WorkerOptions::default().max_attempts, value_parser = clap::value_parser!(i16).range(1..=100))]
    worker_max_attempts: i16,
    /// The pause after an event's first failed attempt, in milliseconds; each later one doubles it
    #[arg(long, env = "TACHOGRAPH_WORKER_FIRST_RETRY_MS", value_name = "N", default_value_t = millis(WorkerOptions::default().first_retry_after), value_parser = clap::value_parser!(u64).range(1..=3_600_000))]
    worker_first_retry_ms: u64,
    /// How often the worker looks for what is older than retention keeps, in seconds
    #[arg(long, env = "TACHOGRAPH_RETENTION_EVERY_SECONDS", value_name = "N", default_value_t = RetentionOptions::default().every.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    retention_every_seconds: u64,
    /// How many times as long as each step of retention took the worker rests after it; 0 makes room fastest and slows ingest most
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
