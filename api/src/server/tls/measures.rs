//! What is measured about TLS.
use domain::Instant;
use metrics::{Counter, Gauge, counter, gauge};
use std::sync::LazyLock;
use telemetry::metric;

/// The handles, taken once.
pub(super) static MEASURES: LazyLock<Measures> = LazyLock::new(Measures::take);

/// How a handshake ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Well.
    Done,
    /// The certificate of the client is not good.
    Refused,
    /// It broke off, or was none.
    Failed,
    /// It took too long.
    Late,
    /// Too many others were under way.
    Crowded,
}

/// What every handshake adds to.
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
        // What has not happened yet is 0, so that its first time is seen as a rise.
        outcomes.iter().for_each(|outcome| outcome.increment(0));
        Self { outcomes, ends: gauge!(metric::TLS_CERTIFICATE_END) }
    }

    /// Notes how a handshake ended.
    pub(super) fn ended(&self, outcome: Outcome) {
        if let Some(counter) = self.outcomes.get(outcome as usize) {
            counter.increment(1);
        }
    }

    /// Notes when the certificate of the server ends.
    pub(super) fn certificate_ends(&self, at: Instant) {
        self.ends.set(at.0.div_euclid(1_000_000) as f64);
    }
}
