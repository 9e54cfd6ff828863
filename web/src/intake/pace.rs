//! The minimum rate at which a body has to arrive.
use super::{Claim, Unread};
use std::time::Duration;
use tokio::time::Instant;

/// How quickly a body has to arrive.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// The maximum time for a body.
    pub deadline: Duration,
    /// The minimum rate in bytes per second, averaged since the body's first byte.
    pub least_rate: u32,
    /// When the average begins to count.
    pub rate_after: Duration,
    /// When a body begins to count as slow.
    pub slow_after: Duration,
    /// The maximum number of slow bodies of one sender at a time.
    pub most_slow: usize,
}

impl Arrival {
    /// The default: slow connections get enough time, and a silent sender cannot hold memory for long.
    pub const USUAL: Self = Self {
        deadline: Duration::from_secs(30),
        least_rate: 16 * 1024,
        rate_after: Duration::from_secs(5),
        slow_after: Duration::from_secs(1),
        most_slow: 8,
    };
}

impl Default for Arrival {
    fn default() -> Self {
        Self::USUAL
    }
}

/// The pace of one body.
pub(super) struct Pace {
    arrival: Arrival,
    began: Instant,
    came: usize,
    is_slow: bool,
}

impl Pace {
    pub(super) fn begin(arrival: Arrival) -> Self {
        Self { arrival, began: Instant::now(), came: 0, is_slow: false }
    }

    /// Records received bytes.
    pub(super) const fn came(&mut self, bytes: usize) {
        self.came += bytes;
    }

    /// Until when to wait for the next bytes.
    pub(super) fn until(&self) -> Instant {
        let end = self.end();
        if self.is_slow { end } else { end.min(self.began + self.arrival.slow_after) }
    }

    /// The deadline if nothing more arrives.
    fn end(&self) -> Instant {
        let paid = Duration::from_secs_f64(self.came as f64 / f64::from(self.arrival.least_rate.max(1)));
        self.began + paid.max(self.arrival.rate_after).min(self.arrival.deadline)
    }

    pub(super) fn is_late(&self) -> bool {
        self.until() <= Instant::now()
    }

    /// The time is up: the body counts as slow from now on, or has been slow for too long.
    pub(super) fn late(&mut self, claim: &mut Claim) -> Result<(), Unread> {
        if self.end() <= Instant::now() {
            let Arrival { deadline, least_rate, .. } = self.arrival;
            return Err(Unread::TooSlow { deadline, least_rate });
        }
        self.is_slow = true;
        if claim.is_slow(self.arrival.most_slow) { Ok(()) } else { Err(Unread::TooManySlow(self.arrival.most_slow)) }
    }
}
