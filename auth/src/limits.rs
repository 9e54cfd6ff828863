//! Rate limits per caller.
use crate::options::AuthOptions;
use domain::Caller;
use governor::clock::{Clock as Time, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use store::Clock;

/// Beyond this many callers, those without recent requests are forgotten.
const REMEMBER_MOST: usize = 50_000;

/// The limits for people and for ingest keys; `None` if not configured.
pub struct Limits {
    people: Option<Limit>,
    keys: Option<Limit>,
}

struct Limit {
    limiter: RateLimiter<Arc<str>, DashMapStateStore<Arc<str>>, Ticks, NoOpMiddleware<Tick>>,
    ticks: Ticks,
}

/// The store's clock for the rate limiter: monotonic moments, not wall-clock time.
#[derive(Clone, Debug)]
struct Ticks(Clock);

/// A moment of that clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tick(Nanos);

impl Time for Ticks {
    type Instant = Tick;

    fn now(&self) -> Tick {
        let passed = self.0.moment().since_start().as_nanos();
        Tick(Nanos::new(u64::try_from(passed).unwrap_or(u64::MAX)))
    }
}

impl std::ops::Add<Nanos> for Tick {
    type Output = Self;

    fn add(self, more: Nanos) -> Self {
        Self(self.0 + more)
    }
}

impl Reference for Tick {
    fn duration_since(&self, earlier: Self) -> Nanos {
        self.0.as_u64().saturating_sub(earlier.0.as_u64()).into()
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Self(self.0.as_u64().saturating_sub(duration.as_u64()).into())
    }
}

impl Limits {
    /// The configured limits.
    #[must_use]
    pub fn new(options: &AuthOptions, clock: &Clock) -> Self {
        let limit = |rate: Option<NonZeroU32>| rate.map(|rate| Limit::new(rate, clock));
        Self { people: limit(options.person_rate), keys: limit(options.key_rate) }
    }

    /// Counts a request of this caller.
    ///
    /// # Errors
    /// How long to wait before retrying.
    pub fn count(&self, caller: &Caller) -> Result<(), Duration> {
        match caller {
            Caller::Person(person) => {
                let org_id = person.org_id.as_ref().map_or("", |org_id| org_id.as_str());
                // Identifiers cannot contain control characters.
                self.people
                    .as_ref()
                    .map_or(Ok(()), |limit| limit.count(&Arc::from(format!("{org_id}\0{}", person.sub))))
            }
            Caller::Producer(key) => self.keys.as_ref().map_or(Ok(()), |limit| limit.count(&key.key_id)),
        }
    }
}

impl Limit {
    /// A limit of this many requests per second, and bursts of as many.
    fn new(rate: NonZeroU32, clock: &Clock) -> Self {
        let ticks = Ticks(clock.clone());
        let limiter = RateLimiter::new(Quota::per_second(rate), DashMapStateStore::default(), ticks.clone());
        Self { limiter, ticks }
    }

    fn count(&self, key: &Arc<str>) -> Result<(), Duration> {
        if self.limiter.len() > REMEMBER_MOST {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|refused| refused.wait_time_from(self.ticks.now()))
    }
}
