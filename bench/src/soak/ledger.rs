//! The shared record of everything that loads the fleet.
use crate::load::Latencies;
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many errors are shown; all are counted.
const TOLD: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Ledger {
    sent: AtomicU64,
    heard: AtomicU64,
    errors: AtomicU64,
    examples: Mutex<Vec<String>>,
    answers: Mutex<BTreeMap<&'static str, Latencies>>,
}

impl Ledger {
    /// Records the latency of a response.
    pub(super) fn answered(&self, what: &'static str, took: Duration) {
        if let Err(error) = self.try_answered(what, took) {
            self.failed(what, &error);
        }
    }

    fn try_answered(&self, what: &'static str, took: Duration) -> Result<()> {
        let mut answers = lock(&self.answers);
        if !answers.contains_key(what) {
            answers.insert(what, Latencies::new()?);
        }
        answers.get_mut(what).map_or(Ok(()), |latencies| latencies.add(took))
    }

    /// Records that this many more events were acknowledged.
    pub(super) fn add_sent(&self, events: u64) {
        self.sent.fetch_add(events, Ordering::Relaxed);
    }

    /// Records a message to a subscriber.
    pub(super) fn hear(&self) {
        self.heard.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn failed(&self, what: &str, error: &anyhow::Error) {
        self.errors.fetch_add(1, Ordering::Relaxed);
        let mut examples = lock(&self.examples);
        if examples.len() < TOLD {
            examples.push(format!("{what}: {error:#}"));
        }
    }

    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) fn heard(&self) -> u64 {
        self.heard.load(Ordering::Relaxed)
    }

    pub(super) fn errors(&self) -> u64 {
        self.errors.load(Ordering::Relaxed)
    }

    pub(super) fn examples(&self) -> Vec<String> {
        lock(&self.examples).clone()
    }

    /// For each type of response, the count, and p50, p95 and p99 in milliseconds.
    pub(super) fn answers(&self) -> Vec<(&'static str, u64, [f64; 3])> {
        let answers = lock(&self.answers);
        let told = |latencies: &Latencies| [0.5, 0.95, 0.99].map(|q| latencies.quantile(q));
        answers.iter().map(|(what, latencies)| (*what, latencies.count(), told(latencies))).collect()
    }
}

/// A panic elsewhere does not invalidate the record.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
