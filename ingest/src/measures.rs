//! Metrics of ingestion.
use super::EventError;
use domain::contract::Code;
use metrics::{Counter, Histogram, counter, histogram};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Instant;
use telemetry::metric;

/// The metric handles, created once.
pub(super) static MEASURES: LazyLock<Measures> = LazyLock::new(Measures::take);

/// The metrics that every request and every append adds to.
#[derive(Debug)]
pub(super) struct Measures {
    inserted: Counter,
    ignored: Counter,
    refused: Counter,
    commit_events: Histogram,
    commit_seconds: Histogram,
    commit_failures: Counter,
}

impl Measures {
    fn take() -> Self {
        telemetry::install();
        // Counters start at 0, so that the first increment shows as a rise.
        for code in Code::ALL {
            counter!(metric::INGEST_REFUSED_EVENTS, "code" => code.as_str()).increment(0);
        }
        for code in super::refusal::CODES {
            counter!(metric::INGEST_REFUSED_REQUESTS, "code" => *code).increment(0);
        }
        Self {
            inserted: counter!(metric::INGEST_EVENTS, "outcome" => "inserted"),
            ignored: counter!(metric::INGEST_EVENTS, "outcome" => "ignored"),
            refused: counter!(metric::INGEST_EVENTS, "outcome" => "refused"),
            commit_events: histogram!(metric::INGEST_COMMIT_EVENTS),
            commit_seconds: histogram!(metric::INGEST_COMMIT_SECONDS),
            commit_failures: counter!(metric::INGEST_COMMIT_FAILURES),
        }
    }

    /// Records the outcome of a batch.
    pub(super) fn answered(&self, inserted: u64, ignored: u64, errors: &[EventError]) {
        self.inserted.increment(inserted);
        self.ignored.increment(ignored);
        self.refused(errors);
    }

    /// Records rejected events.
    pub(super) fn refused(&self, errors: &[EventError]) {
        if errors.is_empty() {
            return;
        }
        let mut codes: BTreeMap<&'static str, u64> = BTreeMap::new();
        for error in errors {
            *codes.entry(error.code).or_default() += 1;
        }
        self.refused_by_code(&codes);
    }

    /// The same, already counted by code.
    pub(super) fn refused_by_code(&self, codes: &BTreeMap<&'static str, u64>) {
        self.refused.increment(codes.values().sum());
        for (code, events) in codes {
            counter!(metric::INGEST_REFUSED_EVENTS, "code" => *code).increment(*events);
        }
    }

    /// Records a durable append.
    pub(super) fn committed(&self, events: usize, began: Instant) {
        self.commit_events.record(events as f64);
        self.commit_seconds.record(began.elapsed().as_secs_f64());
    }

    /// Records a failed append.
    pub(super) fn failed(&self) {
        self.commit_failures.increment(1);
    }
}

/// Records a request that was rejected as a whole.
pub(super) fn refused_request(code: &'static str) {
    counter!(metric::INGEST_REFUSED_REQUESTS, "code" => code).increment(1);
}
