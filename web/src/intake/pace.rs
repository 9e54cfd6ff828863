//! How quickly a body has to arrive.
use super::{Claim, Unread};
use std::time::Duration;
use tokio::time::Instant;

/// How quickly a body has to arrive.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// The longest that a body may take.
    pub deadline: Duration,
    /// The fewest bytes a second, on average since its beginning.
    pub least_rate: u32,
    /// From when on the average counts.
    pub rate_after: Duration,
    /// From when on a body counts as slow.
    pub slow_after: Duration,
    /// The most slow bodies of one sender at a time.
    pub most_slow: usize,
}

impl Arrival {
    /// Slow lines have time, and nobody else waits for those who send nothing.
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

    /// Notes bytes that came.
    pub(super) const fn came(&mut self, bytes: usize) {
        self.came += bytes;
    }

    /// How long the next bytes may be waited for.
    pub(super) fn until(&self) -> Instant {
        let end = self.end();
        if self.is_slow { end } else { end.min(self.began + self.arrival.slow_after) }
    }

    /// When it is over if nothing more comes.
    fn end(&self) -> Instant {
        let paid = Duration::from_secs_f64(self.came as f64 / f64::from(self.arrival.least_rate.max(1)));
        self.began + paid.max(self.arrival.rate_after).min(self.arrival.deadline)
    }

    pub(super) fn is_late(&self) -> bool {
        self.until() <= Instant::now()
    }

    /// The time is over: the body is slow from now on, or has been for too long.
    pub(super) fn late(&mut self, claim: &mut Claim) -> Result<(), Unread> {
        if self.end() <= Instant::now() {
            let Arrival { deadline, least_rate, .. } = self.arrival;
            return Err(Unread::TooSlow { deadline, least_rate });
        }
        self.is_slow = true;
        if claim.is_slow(self.arrival.most_slow) { Ok(()) } else { Err(Unread::TooManySlow(self.arrival.most_slow)) }
    }
}
