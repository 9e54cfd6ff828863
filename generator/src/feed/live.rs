//! Events as they would happen now: sessions that begin, unfold and end, at a steady pace overall.
use crate::day::live_session;
use crate::event::GeneratedEvent;
use crate::feed::{Feeder, Observer, Totals};
use crate::org::OrgSpec;
use entities::Instant;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The longest time between two looks at what is due.
const LONGEST_NAP: Duration = Duration::from_millis(250);
/// The shortest, so that a high rate is sent in batches.
const SHORTEST_NAP: Duration = Duration::from_millis(20);

/// What happens live.
#[derive(Clone, Debug)]
pub struct LivePlan {
    /// The organisations; large ones get more sessions.
    pub orgs: Vec<OrgSpec>,
    /// Events a second, over all organisations, on the long run.
    pub rate: f64,
    /// The seed.
    pub seed: u64,
}

/// Sends events at the moment at which they happen, by the given clock, until `stop` is cancelled.
///
/// # Errors
/// When the server refuses a whole batch, or cannot be reached for too long.
pub async fn live(
    feeder: &Feeder,
    plan: &LivePlan,
    now: impl Fn() -> Instant + Send,
    observer: &dyn Observer,
    stop: &CancellationToken,
) -> anyhow::Result<Totals> {
    let mut stream = Stream::new(plan, now());
    let mut totals = Totals::default();
    loop {
        let nap = stream.next_due().map_or(LONGEST_NAP, |due| {
            Duration::from_micros(due.0.saturating_sub(now().0).max(0).unsigned_abs()).clamp(SHORTEST_NAP, LONGEST_NAP)
        });
        tokio::select! {
            () = stop.cancelled() => return Ok(totals),
            () = tokio::time::sleep(nap) => {}
        }
        let due = stream.until(now());
        for batch in due.chunks(feeder.batch_events()) {
            tokio::select! {
                () = stop.cancelled() => return Ok(totals),
                answer = feeder.send(batch) => totals.add(&answer?),
            }
            observer.sent(&totals);
        }
    }
}

/// The events to come, and when the next session begins.
struct Stream<'a> {
    plan: &'a LivePlan,
    /// Unlike that of any other stream, so that two live streams are two stories.
    seed: u64,
    next_session: Instant,
    sessions: u64,
    waiting: BinaryHeap<Reverse<Due>>,
}

struct Due(GeneratedEvent);

impl<'a> Stream<'a> {
    fn new(plan: &'a LivePlan, start: Instant) -> Self {
        let seed = plan.seed ^ start.0.unsigned_abs().rotate_left(20);
        Self { plan, seed, next_session: start, sessions: 0, waiting: BinaryHeap::new() }
    }

    fn next_due(&self) -> Option<Instant> {
        self.waiting.peek().map(|Reverse(due)| due.0.occurred_at)
    }

    /// Takes everything that has happened by `now`.
    fn until(&mut self, now: Instant) -> Vec<GeneratedEvent> {
        while self.next_session <= now && self.plan.rate > 0.0 {
            self.begin_session();
        }
        let mut due = Vec::new();
        while self.next_due().is_some_and(|at| at <= now) {
            due.extend(self.waiting.pop().map(|Reverse(Due(event))| event));
        }
        due
    }

    /// A session takes as long a share of the pace as it has events.
    fn begin_session(&mut self) {
        let Some(org) = org_of(&self.plan.orgs, self.sessions) else {
            self.next_session = Instant(i64::MAX);
            return;
        };
        let events = live_session(org, self.next_session, self.seed, self.sessions);
        let share = events.len().max(1) as f64 / self.plan.rate;
        self.next_session = self.next_session.plus_micros((share * 1e6) as i64);
        self.sessions += 1;
        self.waiting.extend(events.into_iter().map(|event| Reverse(Due(event))));
    }
}

/// The organisations take turns, by how many sessions a day they have.
fn org_of(orgs: &[OrgSpec], session: u64) -> Option<&OrgSpec> {
    let total: u64 = orgs.iter().map(|org| u64::from(org.sessions.1.max(1))).sum();
    // A step that shares no factor with small totals spreads the turns.
    let mut place = session.wrapping_mul(29) % total.max(1);
    orgs.iter().find(|org| {
        let weight = u64::from(org.sessions.1.max(1));
        let hit = place < weight;
        place = place.saturating_sub(weight);
        hit
    })
}

impl Due {
    fn key(&self) -> (Instant, &str) {
        (self.0.occurred_at, &self.0.event_id)
    }
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::default_orgs;
    use std::collections::BTreeMap;

    #[test]
    fn the_pace_holds_and_nothing_comes_before_its_time() {
        let plan = LivePlan { orgs: default_orgs(1), rate: 50.0, seed: 7 };
        let start = Instant(1_760_000_000_000_000);
        let mut stream = Stream::new(&plan, start);
        let (mut sent, mut orgs) = (0, BTreeMap::new());
        for second in 1..=3_600 {
            let now = start.plus_micros(second * 1_000_000);
            for event in stream.until(now) {
                assert!(event.occurred_at <= now);
                sent += 1;
                *orgs.entry(event.org_id).or_insert(0) += 1;
            }
        }
        assert!((170_000..182_000).contains(&sent), "{sent}");
        assert_eq!(orgs.len(), 3);
        assert!(orgs["globex-cloud"] > orgs["northwind-labs"]);
    }
}
