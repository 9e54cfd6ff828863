//! Metrics of projection: a few additions per batch, none per event.
use crate::isolate::BatchOutcome;
use domain::Instant as Moment;
use metrics::{Counter, Gauge, Histogram, counter, gauge, histogram};
use std::sync::LazyLock;
use std::time::Instant;
use store::Clock;
use telemetry::metric;

/// The metric handles, created once.
pub(crate) static MEASURES: LazyLock<Measures> = LazyLock::new(Measures::take);

/// The metrics that every batch adds to.
#[derive(Debug)]
pub(crate) struct Measures {
    workers: Gauge,
    events: Counter,
    batch_events: Histogram,
    batch_seconds: Histogram,
    freshness: Histogram,
    retries: Counter,
    dead_letters: Counter,
    failures: Counter,
}

impl Measures {
    fn take() -> Self {
        telemetry::install();
        Self {
            workers: gauge!(metric::PROJECTION_WORKERS),
            events: counter!(metric::PROJECTION_EVENTS),
            batch_events: histogram!(metric::PROJECTION_BATCH_EVENTS),
            batch_seconds: histogram!(metric::PROJECTION_BATCH_SECONDS),
            freshness: histogram!(metric::FRESHNESS_SECONDS),
            retries: counter!(metric::PROJECTION_RETRIES),
            dead_letters: counter!(metric::PROJECTION_DEAD_LETTERS),
            failures: counter!(metric::PROJECTION_FAILURES),
        }
    }

    /// Records a committed batch; `received_at` is when its oldest event was received.
    pub(crate) fn projected(&self, events: usize, began: Instant, received_at: Moment, clock: &Clock) {
        self.events.increment(events as u64);
        self.batch_events.record(events as f64);
        self.batch_seconds.record(began.elapsed().as_secs_f64());
        // Receiver and worker may have different clocks: the delay must not become negative.
        let waited = clock.now().0.saturating_sub(received_at.0).max(0);
        self.freshness.record(waited as f64 / 1e6);
    }

    /// Records the failures of a turn.
    pub(crate) fn turned(&self, turn: BatchOutcome) {
        self.retries.increment(turn.retried);
        self.dead_letters.increment(turn.dead_letters);
    }

    /// Records a turn that failed for a transient reason.
    pub(crate) fn failed(&self) {
        self.failures.increment(1);
    }

    /// Counts a worker for as long as it runs.
    pub(crate) fn running(&self) -> Running {
        self.workers.increment(1);
        Running(self.workers.clone())
    }
}

/// A running worker.
#[derive(Debug)]
pub(crate) struct Running(Gauge);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
