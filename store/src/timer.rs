//! How long this process's transactions have waited for their statements.
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

static NANOS: AtomicU64 = AtomicU64::new(0);

/// The total time that all transactions have spent in statements and commits so far.
#[must_use]
pub fn spent() -> Duration {
    Duration::from_nanos(NANOS.load(Ordering::Relaxed))
}

/// Adds the time from its creation until it is dropped.
pub(crate) struct Timer(Instant);

impl Timer {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let nanos = u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX);
        NANOS.fetch_add(nanos, Ordering::Relaxed);
    }
}
