//! The only source of the current time.
use entities::Instant;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the current time: the system's, or one that a test moves by hand.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// Whether it is the machine's.
    #[must_use]
    pub const fn is_system(&self) -> bool {
        self.0.is_none()
    }

    /// The clock of the machine.
    #[must_use]
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until [`Self::set`] moves it.
    #[must_use]
    pub fn manual(now: Instant) -> Self {
        Self(Some(Arc::new(AtomicI64::new(now.0))))
    }

    /// The current time.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &self.0 {
            Some(micros) => Instant(micros.load(Ordering::SeqCst)),
            None => Instant(system_micros()),
        }
    }

    /// Moves a manual clock; the system's clock cannot be moved.
    pub fn set(&self, now: Instant) {
        if let Some(micros) = &self.0 {
            micros.store(now.0, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
fn system_micros() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_micros()).unwrap_or(i64::MAX),
    }
}
