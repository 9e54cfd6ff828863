//! Metrics of TLS.
use domain::Instant;
use metrics::{Counter, Gauge, counter, gauge};
use std::sync::LazyLock;
use telemetry::metric;

/// The metric handles, created once.
pub(super) static MEASURES: LazyLock<Measures> = LazyLock::new(Measures::take);

/// The outcome of a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It succeeded.
    Done,
    /// The client certificate was rejected.
    Refused,
    /// It was cut off, or was not TLS.
    Failed,
    /// It took too long.
    Late,
    /// Too many others were in progress.
    Crowded,
}

/// The metrics of handshakes.
#[derive(Debug)]
pub(super) struct Measures {
    outcomes: [Counter; 5],
    ends: Gauge,
}

impl Measures {
    fn take() -> Self {
        telemetry::install();
        let counted = |outcome: &'static str| counter!(metric::TLS_HANDSHAKES, "outcome" => outcome);
        let outcomes = ["done", "refused", "failed", "late", "crowded"].map(counted);
        // Counters start at 0, so that the first increment shows as a rise.
        outcomes.iter().for_each(|outcome| outcome.increment(0));
        Self { outcomes, ends: gauge!(metric::TLS_CERTIFICATE_END) }
    }

    /// Records the outcome of a handshake.
    pub(super) fn ended(&self, outcome: Outcome) {
        if let Some(counter) = self.outcomes.get(outcome as usize) {
            counter.increment(1);
        }
    }

    /// Records when the server's certificate expires.
    pub(super) fn certificate_ends(&self, at: Instant) {
        self.ends.set(at.0.div_euclid(1_000_000) as f64);
    }
}
