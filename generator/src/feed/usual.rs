//! When sessions begin at the usual rate of organizations: by size, hour, and day of the week.
use crate::day::sessions_an_hour;
use crate::dice::Dice;
use crate::org::OrgSpec;
use domain::Instant;

const HOUR: i64 = 3_600_000_000;
/// A demonstration in which nothing changes is boring: there is never a longer time without a new session, at
/// any hour.
pub(super) const LONGEST_QUIET: i64 = HOUR;
/// How many hours to look ahead; even the smallest organization has a session within them, over any weekend.
const LOOK_AHEAD: usize = 24 * 21;

/// The upcoming sessions of all organizations.
pub(super) struct Usual<'a> {
    orgs: Vec<Course<'a>>,
    /// When the last session began, in any organization.
    last: Instant,
    /// How many sessions began only because there was no other.
    fillers: u64,
}

struct Course<'a> {
    org: &'a OrgSpec,
    dice: Dice,
    next: Instant,
}

impl<'a> Usual<'a> {
    /// One session of each organization begins immediately, so that there is something to see.
    pub(super) fn new(orgs: &[&'a OrgSpec], start: Instant, seed: u64) -> Self {
        let orgs = orgs.iter().map(|org| Course { org, dice: Dice::of(seed, &org.id, start.day(), None), next: start });
        Self { orgs: orgs.collect(), last: start, fillers: 0 }
    }

    /// When the next session begins; `None` if there is no organization.
    pub(super) fn next(&self) -> Option<Instant> {
        let due = self.orgs.iter().map(|course| course.next).min()?;
        Some(due.min(self.last.plus_micros(LONGEST_QUIET)))
    }

    /// Where and when the next session begins, if that is not after `now`.
    pub(super) fn take(&mut self, now: Instant) -> Option<(&'a OrgSpec, Instant)> {
        let begin = self.next().filter(|begin| *begin <= now)?;
        self.last = begin;
        let due = self.orgs.iter_mut().min_by_key(|course| course.next)?;
        if due.next == begin {
            due.next = after(due.org, begin, &mut due.dice);
            return Some((due.org, begin));
        }
        let all: Vec<&OrgSpec> = self.orgs.iter().map(|course| course.org).collect();
        self.fillers += 1;
        super::live::org_of(&all, self.fillers).map(|org| (org, begin))
    }
}

/// When the next session begins after `at`: random arrivals at the hour's average rate.
fn after(org: &OrgSpec, at: Instant, dice: &mut Dice) -> Instant {
    // How much time passes until then, in units of the average time between sessions.
    let mut left = -(1.0 - dice.unit()).ln();
    let mut at = at;
    for _ in 0..LOOK_AHEAD {
        let until_next_hour = HOUR - at.0.rem_euclid(HOUR);
        let share = until_next_hour as f64 / HOUR as f64 * sessions_an_hour(org, at);
        if share > left {
            return at.plus_micros((left / share * until_next_hour as f64) as i64);
        }
        left -= share;
        at = at.plus_micros(until_next_hour);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::default_orgs;
    use domain::Day;
    use std::collections::BTreeMap;

    /// A Monday.
    const MONDAY: Day = Day(20_514);
    const WEEKS: i32 = 8;

    /// How many sessions begin, by organization, day of the week and hour of the day, over all weeks.
    fn begun(start: Instant, until: Instant) -> BTreeMap<(String, i32, i64), u32> {
        let orgs = default_orgs(1);
        let all: Vec<&OrgSpec> = orgs.iter().collect();
        let mut usual = Usual::new(&all, start, 7);
        let mut counts = BTreeMap::new();
        while let Some((org, begin)) = usual.take(until) {
            let day = begin.day();
            let hour = (begin.0 - day.start().0) / HOUR;
            *counts.entry((org.id.clone(), (day.0 - MONDAY.0).rem_euclid(7), hour)).or_default() += 1;
        }
        counts
    }

    fn weeks() -> BTreeMap<(String, i32, i64), u32> {
        begun(MONDAY.start(), Day(MONDAY.0 + 7 * WEEKS).start())
    }

    #[test]
    fn live_sessions_of_working_hours_fit_each_organization() {
        let counts = weeks();
        for org in default_orgs(1) {
            let (low, high) = org.sessions;
            let usual = f64::from(low + high) / 2.0 * f64::from(5 * WEEKS);
            let made: u32 = counts
                .iter()
                .filter(|((id, day, hour), _)| *id == org.id && *day < 5 && (8..20).contains(hour))
                .map(|(_, count)| count)
                .sum();
            // Allows for chance, and for the few sessions that begin only because there was no other.
            let room = 3.0 * usual.sqrt() + 0.15 * usual;
            assert!((f64::from(made) - usual).abs() < room, "{}: {made} instead of about {usual}", org.id);
        }
    }

    #[test]
    fn no_hour_holds_more_than_it_may() {
        for ((org, day, hour), count) in weeks() {
            let mean = f64::from(count) / f64::from(WEEKS);
            let most = match (org.as_str(), day < 5 && (8..20).contains(&hour)) {
                ("globex-cloud", true) => 6.0,
                ("northwind-labs", true) => 3.0,
                // At night or on a weekend: sessions that begin only because there was no other.
                _ => 2.0,
            };
            assert!(mean <= most, "{org} on day {day} at {hour}: {mean} sessions");
        }
    }

    #[test]
    fn something_begins_at_once_and_every_hour_though_it_be_sunday_night() {
        let start = Day(MONDAY.0 + 6).start().plus_micros(3 * HOUR);
        let orgs = default_orgs(1);
        let all: Vec<&OrgSpec> = orgs.iter().collect();
        let mut usual = Usual::new(&all, start, 7);
        let at_once: Vec<&str> = std::iter::from_fn(|| usual.take(start)).map(|(org, _)| org.id.as_str()).collect();
        assert_eq!(at_once.len(), all.len(), "{at_once:?}");
        let mut last = start;
        let until = start.plus_micros(3 * HOUR);
        let mut more = 0;
        while let Some((_, begin)) = usual.take(until) {
            assert!(begin.0 - last.0 <= LONGEST_QUIET);
            last = begin;
            more += 1;
        }
        assert!((3..=4).contains(&more), "{more} sessions in three hours of a night");
    }

    #[test]
    fn nobody_means_nothing() {
        assert!(Usual::new(&[], MONDAY.start(), 7).next().is_none());
    }
}
