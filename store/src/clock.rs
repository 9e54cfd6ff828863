//! The only source of the current time: wall-clock time, and monotonic moments.
use domain::Instant;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A monotonic moment of this process. The difference between two of them is the time that really passed,
/// even if the wall clock was set in between, by an operator or a time server. So moments are for timeouts
/// and cache lifetimes, and wall-clock time is for whatever people, tokens and rows refer to; the types keep
/// the two apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Duration);

impl Moment {
    /// The moment this much later.
    #[must_use]
    pub const fn plus(self, more: Duration) -> Self {
        Self(self.0.saturating_add(more))
    }

    /// How much time has passed since `earlier`; zero if that is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// How much time has passed since this process first read the clock.
    #[must_use]
    pub const fn since_start(self) -> Duration {
        self.0
    }
}

/// Tells the current time: the system's, or one that a test sets.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Manual>>);

/// Both times of a clock that a test sets.
#[derive(Debug)]
struct Manual {
    /// Wall-clock time, in microseconds since 1970.
    day: AtomicI64,
    /// Microseconds that have passed.
    passed: AtomicU64,
}

impl Clock {
    /// Whether it is the system clock.
    #[must_use]
    pub const fn is_system(&self) -> bool {
        self.0.is_none()
    }

    /// The system clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that only moves when [`Self::set`] or [`Self::step`] is called.
    #[must_use]
    pub fn manual(now: Instant) -> Self {
        Self(Some(Arc::new(Manual { day: AtomicI64::new(now.0), passed: AtomicU64::new(0) })))
    }

    /// The wall-clock time.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &self.0 {
            Some(manual) => Instant(manual.day.load(Ordering::SeqCst)),
            None => Instant(system_micros()),
        }
    }

    /// The current moment.
    #[must_use]
    pub fn moment(&self) -> Moment {
        match &self.0 {
            Some(manual) => Moment(Duration::from_micros(manual.passed.load(Ordering::SeqCst))),
            None => Moment(START.elapsed()),
        }
    }

    /// Lets time pass on a manual clock until it is `now`. Moments never go backwards: if `now` is earlier,
    /// only the wall clock is set back, as by [`Self::step`].
    pub fn set(&self, now: Instant) {
        if let Some(manual) = &self.0 {
            let before = manual.day.swap(now.0, Ordering::SeqCst);
            let passed = u64::try_from(now.0.saturating_sub(before)).unwrap_or(0);
            manual.passed.fetch_add(passed, Ordering::SeqCst);
        }
    }

    /// Sets the wall clock of a manual clock, as one sets a machine's: no time passes.
    pub fn step(&self, now: Instant) {
        if let Some(manual) = &self.0 {
            manual.day.store(now.0, Ordering::SeqCst);
        }
    }
}

/// When this process first read the clock.
static START: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);

#[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
fn system_micros() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_micros()).unwrap_or(i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_forwards_whatever_the_time_of_day_does() {
        let clock = Clock::manual(Instant(10_000_000));
        let first = clock.moment();
        clock.set(Instant(12_000_000));
        assert_eq!(clock.moment().since(first), Duration::from_secs(2));
        clock.set(Instant(1_000_000));
        assert_eq!((clock.now(), clock.moment().since(first)), (Instant(1_000_000), Duration::from_secs(2)));
        clock.step(Instant(90_000_000));
        assert_eq!((clock.now(), clock.moment().since(first)), (Instant(90_000_000), Duration::from_secs(2)));
        clock.set(Instant(91_000_000));
        assert_eq!(clock.moment(), first.plus(Duration::from_secs(3)));
    }

    #[test]
    fn moments_of_the_machine_follow_each_other() {
        let clock = Clock::system();
        let first = clock.moment();
        assert!(clock.moment() >= first);
    }
}
