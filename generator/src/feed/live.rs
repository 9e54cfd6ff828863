//! Events in real time: sessions that begin, proceed and end now, at the usual rate or at a steady overall
//! rate.
use crate::day::{live_session, usual_session};
use crate::feed::usual::Usual;
use crate::feed::{Feeder, Observer, Pace, Totals};
use crate::org::OrgSpec;
use crate::parcel::Parcel;
use crate::speech::Speech;
use domain::Instant;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The maximum pause between two checks for due events.
const LONGEST_NAP: Duration = Duration::from_millis(250);
/// The minimum pause, so that at high rates events are sent in batches.
const SHORTEST_NAP: Duration = Duration::from_millis(20);

/// What is simulated live.
#[derive(Clone, Debug)]
pub struct LivePlan {
    /// The organizations; large ones get more sessions.
    pub orgs: Vec<OrgSpec>,
    /// The rate.
    pub pace: Pace,
    /// The seed.
    pub seed: u64,
    /// How the fleet reports.
    pub speech: Speech,
}

/// Sends each event when it happens, by the given clock, until `stop` is canceled.
///
/// # Errors
/// When the server rejects a whole batch, or cannot be reached for too long.
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
        for load in feeder.loads(due) {
            let sent = tokio::time::Instant::now();
            tokio::select! {
                () = stop.cancelled() => return Ok(totals),
                answer = feeder.send(&load) => totals.add(&answer?),
            }
            observer.answered(sent.elapsed());
            observer.sent(&totals);
        }
    }
}

/// The future events.
struct Stream<'a> {
    pace: Sessions<'a>,
    /// Different from that of any other stream, so that no two live streams are the same.
    seed: u64,
    speech: Speech,
    sessions: u64,
    parcels: u64,
    waiting: BinaryHeap<Reverse<Due>>,
}

/// When sessions begin, and in which organization.
enum Sessions<'a> {
    Usual(Usual<'a>),
    Steady(Steady<'a>),
}

/// A session begins whenever fewer events have happened than the rate requires: so the rate holds from the
/// first second on, although a session takes minutes.
struct Steady<'a> {
    rate: f64,
    /// Those with people.
    orgs: Vec<&'a OrgSpec>,
    start: Instant,
    sessions: u64,
    happened: u64,
}

/// A parcel, and its number among all of them.
struct Due(Parcel, u64);

impl Steady<'_> {
    /// When the rate requires the next session, unless an event happens before then.
    fn next(&self) -> Option<Instant> {
        let micros = (self.happened as f64 / self.rate * 1e6) as i64;
        (self.rate > 0.0 && !self.orgs.is_empty()).then(|| self.start.plus_micros(micros))
    }
}

impl<'a> Sessions<'a> {
    fn next(&self) -> Option<Instant> {
        match self {
            Self::Usual(usual) => usual.next(),
            Self::Steady(steady) => steady.next(),
        }
    }

    /// Where and when the next session begins, if that is not after `now`.
    fn take(&mut self, now: Instant) -> Option<(&'a OrgSpec, Instant)> {
        match self {
            Self::Usual(usual) => usual.take(now),
            Self::Steady(steady) => {
                let begin = steady.next().filter(|begin| *begin <= now)?;
                let org = org_of(&steady.orgs, steady.sessions)?;
                steady.sessions += 1;
                Some((org, begin))
            }
        }
    }
}

impl<'a> Stream<'a> {
    fn new(plan: &'a LivePlan, start: Instant) -> Self {
        let seed = plan.seed ^ start.0.unsigned_abs().rotate_left(20);
        let orgs: Vec<&OrgSpec> = plan.orgs.iter().filter(|org| !org.active.is_empty()).collect();
        let pace = match plan.pace {
            Pace::Usual => Sessions::Usual(Usual::new(&orgs, start, seed)),
            Pace::Steady(rate) => Sessions::Steady(Steady { rate, orgs, start, sessions: 0, happened: 0 }),
        };
        Self { pace, seed, speech: plan.speech, sessions: 0, parcels: 0, waiting: BinaryHeap::new() }
    }

    fn next_due(&self) -> Option<Instant> {
        let waiting = self.waiting.peek().map(|Reverse(due)| due.0.due());
        waiting.into_iter().chain(self.pace.next()).min()
    }

    /// Removes and returns all parcels that are due by `now`.
    fn until(&mut self, now: Instant) -> Vec<Parcel> {
        let mut due = Vec::new();
        loop {
            while self.waiting.peek().is_some_and(|Reverse(next)| next.0.due() <= now) {
                let Some(Reverse(next)) = self.waiting.pop() else { break };
                if let Sessions::Steady(steady) = &mut self.pace {
                    steady.happened += next.0.records() as u64;
                }
                due.push(next);
            }
            match self.pace.take(now) {
                Some((org, begin)) => self.begin_session(org, begin),
                None => break,
            }
        }
        // Sessions that began late, for instance because the machine was asleep, have events among those of
        // others.
        due.sort();
        due.into_iter().map(|Due(parcel, _)| parcel).collect()
    }

    fn begin_session(&mut self, org: &OrgSpec, begin: Instant) {
        let parcels = match self.pace {
            Sessions::Usual(_) => usual_session(org, begin, self.seed, self.sessions, self.speech),
            Sessions::Steady(_) => live_session(org, begin, self.seed, self.sessions, self.speech),
        };
        self.sessions += 1;
        for parcel in parcels {
            self.waiting.push(Reverse(Due(parcel, self.parcels)));
            self.parcels += 1;
        }
    }
}

/// Organizations alternate, in proportion to their sessions per day.
pub(super) fn org_of<'a>(orgs: &[&'a OrgSpec], session: u64) -> Option<&'a OrgSpec> {
    let total: u64 = orgs.iter().map(|org| u64::from(org.sessions.1.max(1))).sum();
    // A step coprime to small totals spreads the sessions evenly.
    let mut place = session.wrapping_mul(29) % total.max(1);
    orgs.iter().copied().find(|org| {
        let weight = u64::from(org.sessions.1.max(1));
        let hit = place < weight;
        place = place.saturating_sub(weight);
        hit
    })
}

impl Due {
    const fn key(&self) -> (Instant, u64) {
        (self.0.due(), self.1)
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
        let plan = LivePlan { orgs: default_orgs(1), pace: Pace::Steady(50.0), seed: 7, speech: Speech::Events };
        let start = Instant(1_760_000_000_000_000);
        let mut stream = Stream::new(&plan, start);
        let (mut sent, mut orgs) = (0, BTreeMap::new());
        for second in 1..=900 {
            let now = start.plus_micros(second * 1_000_000);
            for event in stream.until(now).into_iter().filter_map(Parcel::into_event) {
                assert!(event.occurred_at <= now);
                sent += 1;
                *orgs.entry(event.org_id).or_insert(0) += 1;
            }
            // Within one second's worth of the rate, and never far ahead of it.
            assert!((second * 50..second * 52 + 100).contains(&sent), "{sent} after {second} s");
        }
        assert_eq!(orgs.len(), 3);
        assert!(orgs["globex-cloud"] > orgs["northwind-labs"]);
    }

    #[test]
    fn as_usual_an_hour_holds_no_more_than_its_share_of_a_day() {
        let plan = LivePlan { orgs: default_orgs(1), pace: Pace::Usual, seed: 7, speech: Speech::Events };
        // A Monday, 10:00, the busiest hour.
        let start = domain::Day(20_514).start().plus_micros(10 * 3_600_000_000);
        let mut stream = Stream::new(&plan, start);
        let in_a_minute = stream.until(start.plus_micros(60_000_000)).len();
        assert!(in_a_minute >= plan.orgs.len(), "{in_a_minute} events in the first minute");
        let mut sessions = BTreeMap::<String, std::collections::BTreeSet<String>>::new();
        for second in 61..=3_600 {
            let now = start.plus_micros(second * 1_000_000);
            for event in stream.until(now).into_iter().filter_map(Parcel::into_event) {
                assert!(event.occurred_at <= now);
                sessions.entry(event.org_id).or_default().insert(event.session_id);
            }
        }
        for org in &plan.orgs {
            // 14 % of a day's sessions begin in this hour; the rest allows for the one that begins immediately,
            // and for chance.
            let most = (org.sessions.1 * 14).div_ceil(100) * 2 + 3;
            let begun = sessions.get(&org.id).map_or(0, std::collections::BTreeSet::len);
            assert!(begun <= most as usize, "{}: {begun} sessions in an hour", org.id);
        }
    }
}
