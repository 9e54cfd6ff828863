//! What everybody who loads the fleet notes down.
use crate::load::Latencies;
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many errors are told; all are counted.
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
    /// Notes how long an answer took.
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

    /// Notes that so many events more were acknowledged.
    pub(super) fn add_sent(&self, events: u64) {
        self.sent.fetch_add(events, Ordering::Relaxed);
    }

    /// Notes that a subscriber was sent something.
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

    /// Of each kind of answer how many there were, and in milliseconds its p50, p95 and p99.
    pub(super) fn answers(&self) -> Vec<(&'static str, u64, [f64; 3])> {
        let answers = lock(&self.answers);
        let told = |latencies: &Latencies| [0.5, 0.95, 0.99].map(|q| latencies.quantile(q));
        answers.iter().map(|(what, latencies)| (*what, latencies.count(), told(latencies))).collect()
    }
}

/// A panic elsewhere does not make the figures wrong.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
