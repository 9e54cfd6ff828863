//! One day of one organization.
use crate::dice::Dice;
use crate::event::GeneratedEvent;
use crate::org::OrgSpec;
use crate::parcel::Parcel;
use crate::people::Person;
use crate::script::{self, Agent, Script};
use crate::session::Tempo;
use crate::speech::{Played, Speech};
use chrono::{Datelike as _, Weekday};
use domain::{Day, Instant};

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
/// People start sessions between 8:00 and 20:00, most of them before and after lunch; weights by hour.
const HOURS: [(i64, u32); 12] =
    [(8, 5), (9, 11), (10, 14), (11, 12), (12, 5), (13, 9), (14, 13), (15, 12), (16, 9), (17, 5), (18, 3), (19, 2)];
/// Nothing new starts after this hour, so that a day's sessions end on the same day.
const LAST_HOUR: i64 = 23;
/// Sessions on a weekend day, in percent of those on a working day.
const WEEKEND_PERCENT: u32 = 12;

/// All events of the organization's sessions on `day`, in the order in which they happen.
#[must_use]
pub fn generate_day(org: &OrgSpec, day: Day, seed: u64) -> Vec<GeneratedEvent> {
    parcels(org, day, seed, Speech::Events).into_iter().filter_map(Parcel::into_event).collect()
}

/// What a fleet sends of the organization's sessions on `day`, in the order in which it does.
#[must_use]
pub fn parcels(org: &OrgSpec, day: Day, seed: u64, speech: Speech) -> Vec<Parcel> {
    in_order(played(org, day, seed, speech).flat_map(Played::parcels).collect())
}

/// The organization's sessions on `day`.
pub fn played(org: &OrgSpec, day: Day, seed: u64, speech: Speech) -> impl Iterator<Item = Played> {
    let mut dice = Dice::of(seed, &org.id, day, None);
    (0..sessions(org, day, &mut dice)).filter_map(move |number| {
        let mut dice = Dice::of(seed, &org.id, day, Some(number));
        let start = moment(day, &mut dice);
        let tempo = Tempo { runs: 1.0, pauses: 1.0, until: day.start().plus_micros(LAST_HOUR * HOUR), rounds: 1 };
        someone(org, &mut dice).map(|person| speech.play(org, person, start, tempo, dice))
    })
}

fn in_order(mut parcels: Vec<Parcel>) -> Vec<Parcel> {
    // Batches that are due together stay in the order of their sessions.
    parcels.sort_by(|one, other| (one.due(), id_of(one)).cmp(&(other.due(), id_of(other))));
    parcels
}

fn id_of(parcel: &Parcel) -> &str {
    match parcel {
        Parcel::Event(event) => &event.event_id,
        Parcel::Export(_) => "",
    }
}

/// The `number`-th session of a live stream at a steady rate: it begins at `start`, and goes faster than real
/// sessions.
#[must_use]
pub fn live_session(org: &OrgSpec, start: Instant, seed: u64, number: u64, speech: Speech) -> Vec<Parcel> {
    session_at(org, start, seed, number, speech, Tempo { runs: 3.0, pauses: 15.0, until: Instant(i64::MAX), rounds: 1 })
}

/// The same for a live stream at the usual rate: it takes as long as past sessions, so that metrics keep their
/// level.
#[must_use]
pub fn usual_session(org: &OrgSpec, start: Instant, seed: u64, number: u64, speech: Speech) -> Vec<Parcel> {
    session_at(org, start, seed, number, speech, Tempo { runs: 1.0, pauses: 1.0, until: Instant(i64::MAX), rounds: 1 })
}

fn session_at(org: &OrgSpec, start: Instant, seed: u64, number: u64, speech: Speech, tempo: Tempo) -> Vec<Parcel> {
    let mut dice = Dice::of(seed, &org.id, start.day(), Some(number));
    someone(org, &mut dice).map(|person| speech.play(org, person, start, tempo, dice).parcels()).unwrap_or_default()
}

/// The `number`-th session of one agent, with somebody of the organization, which takes `rounds` times as many steps
/// for a prompt as usual: for whoever wants that agent alone.
#[must_use]
pub fn agent_session(
    org: &OrgSpec,
    agent: Agent,
    start: Instant,
    seed: u64,
    number: u64,
    rounds: u32,
) -> Option<Script> {
    let mut dice = Dice::of(seed, &org.id, start.day(), Some(number));
    let tempo = Tempo { runs: 1.0, pauses: 1.0, until: Instant(i64::MAX), rounds };
    someone(org, &mut dice).and_then(|person| script::write(org, person, agent, start, tempo, dice))
}

/// The average number of sessions that begin in the hour containing `at`, at the organization's usual rate.
pub(crate) fn sessions_an_hour(org: &OrgSpec, at: Instant) -> f64 {
    let day = at.day();
    let hour = (at.0 - day.start().0) / HOUR;
    let weight = |(_, weight): &(i64, u32)| f64::from(*weight);
    let total: f64 = HOURS.iter().map(weight).sum();
    let of_hour = HOURS.iter().find(|(begin, _)| *begin == hour).map_or(0.0, weight);
    let of_day = if is_weekend(day) { f64::from(WEEKEND_PERCENT) / 100.0 } else { 1.0 };
    let (low, high) = org.sessions;
    (f64::from(low) + f64::from(high)) / 2.0 * of_day * of_hour / total
}

fn is_weekend(day: Day) -> bool {
    day.to_chrono().is_some_and(|date| matches!(date.weekday(), Weekday::Sat | Weekday::Sun))
}

fn sessions(org: &OrgSpec, day: Day, dice: &mut Dice) -> u64 {
    let (low, high) = org.sessions;
    let drawn = dice.between(i64::from(low), i64::from(high)).unsigned_abs();
    if is_weekend(day) { (0..drawn).filter(|_| dice.percent(WEEKEND_PERCENT)).count() as u64 } else { drawn }
}

fn moment(day: Day, dice: &mut Dice) -> Instant {
    let hour = dice.weighted(&HOURS, 10);
    day.start().plus_micros(hour * HOUR + dice.between(0, HOUR / 1_000 - 1) * 1_000)
}

/// A random person; the first people of an organization use agents more than the last.
fn someone<'a>(org: &'a OrgSpec, dice: &mut Dice) -> Option<&'a Person> {
    let count = org.active.len() as i64;
    if count == 0 {
        return None;
    }
    // In two of three cases the lower of two draws: a gentle slope for any number of people.
    let (first, second) = (dice.between(0, count - 1), dice.between(0, count - 1));
    let place = if dice.percent(66) { first.min(second) } else { first };
    org.active.get(place as usize)
}
