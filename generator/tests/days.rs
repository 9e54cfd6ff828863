//! The contents of simulated days, for any range, and how close their metrics are to what they should look
//! like.
use domain::contract::{Envelope, Limits, Received};
use domain::{Day, EventBody, EventType};
use generator::{GeneratedEvent, Parcel, Plan, Speech, default_orgs, generate_day, live_session};
use std::collections::{BTreeMap, BTreeSet};

const MONDAY: Day = Day(20_514);

fn days(count: i32) -> Vec<GeneratedEvent> {
    let plan =
        Plan { orgs: default_orgs(1), from: MONDAY, to: Day(MONDAY.0 + count - 1), seed: 1, speech: Speech::Events };
    plan.batches().flatten().filter_map(Parcel::into_event).collect()
}

fn median(mut figures: Vec<i64>) -> i64 {
    figures.sort_unstable();
    figures[figures.len() / 2]
}

#[test]
fn a_day_is_the_same_in_every_range() {
    let org = &default_orgs(1)[2];
    let day = Day(MONDAY.0 + 3);
    let alone = generate_day(org, day, 1);
    let within: Vec<GeneratedEvent> =
        days(7).into_iter().filter(|event| event.org_id == org.id && event.occurred_at.day() == day).collect();
    assert_eq!(alone, within);
    assert_ne!(alone, generate_day(org, day, 2));
}

#[test]
fn events_are_unique_in_order_and_end_on_their_day() {
    let org = &default_orgs(1)[2];
    for day in (0..60).map(|day| Day(MONDAY.0 + day)) {
        let events = generate_day(org, day, 1);
        assert!(events.is_sorted_by_key(|event| event.occurred_at));
        assert!(events.iter().all(|event| event.occurred_at.day() == day));
        let ids: BTreeSet<&str> = events.iter().map(|event| event.event_id.as_str()).collect();
        assert_eq!(ids.len(), events.len());
    }
}

#[test]
fn figures_lie_where_they_are_meant_to() {
    let (mut durations, mut costs, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
    let mut sessions: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut messages = 0;
    for event in days(90) {
        let (runs, handoffs) = sessions.entry(event.session_id).or_default();
        match event.payload {
            EventBody::RunCompleted(completed) => {
                *runs += 1;
                durations.push(completed.duration_ms);
                costs.push(completed.cost.map_or(0, |cost| cost.0) / 1_000);
                tokens.push(completed.input_tokens.unwrap_or(0) + completed.output_tokens.unwrap_or(0));
            }
            EventBody::LocalHandoff(_) => *handoffs += 1,
            EventBody::MessageCreated(_) => messages += 1,
            _ => {}
        }
    }
    let within = |figures: &[i64], low, high| figures.iter().all(|figure| (low..=high).contains(figure));
    assert!(within(&durations, 5_000, 300_000) && within(&costs, 1_000, 500_000) && within(&tokens, 100, 50_000));
    assert!(messages <= durations.len());
    assert!((26_000..34_000).contains(&median(durations)));
    assert!((18_000..22_000).contains(&median(costs)));
    assert!(sessions.values().all(|(runs, _)| (1..=15).contains(runs)));
    let few = sessions.values().filter(|(runs, _)| (2..=5).contains(runs)).count();
    assert!(few * 100 / sessions.len() >= 70);
    let handed_off = sessions.values().filter(|(_, handoffs)| *handoffs > 0).count() * 100 / sessions.len();
    assert!((26..=34).contains(&handed_off), "{handed_off}");
}

#[test]
fn success_and_sessions_follow_the_organization() {
    let plan = Plan { orgs: default_orgs(1), from: MONDAY, to: Day(MONDAY.0 + 83), seed: 1, speech: Speech::Events };
    let counts = plan.count();
    for (counts, (percent, sessions)) in counts.iter().zip([(90, 60..=140), (80, 300..=640), (75, 1_200..=1_900)]) {
        let success = counts.successful * 100 / counts.runs;
        assert!(success.abs_diff(percent) <= 4, "{}: {success}", counts.org_id);
        assert!(sessions.contains(&counts.sessions), "{}: {}", counts.org_id, counts.sessions);
    }
}

#[test]
fn the_contract_reads_what_was_meant() {
    let received = Received { now: Day(MONDAY.0 + 3).start(), oldest: Some(MONDAY.start()) };
    for made in days(3) {
        let json = serde_json::value::to_raw_value(&made).expect("JSON");
        let read = Envelope::read(&json, received, Limits::NONE).expect("an event that is accepted");
        assert_eq!((read.event.body.event_type(), read.event.occurred_at()), (made.event_type, made.occurred_at));
        assert_eq!(read.event.run_id.map(|run| run.to_string()), made.run_id);
        let mut meant = made.payload;
        assert_eq!(read.message_text, meant.take_text());
        assert_eq!(read.event.body, meant);
    }
}

#[test]
fn live_sessions_begin_now_and_end_soon() {
    let start = MONDAY.start();
    for number in 0..200 {
        let parcels = live_session(&default_orgs(1)[0], start, 7, number, Speech::Events);
        let events: Vec<GeneratedEvent> = parcels.into_iter().filter_map(Parcel::into_event).collect();
        let (first, last) = (events.first().expect("a message"), events.last().expect("an end"));
        assert_eq!((first.event_type, first.occurred_at), (EventType::MessageCreated, start));
        assert!(last.occurred_at.millis_since(start) < 60 * 60 * 1_000);
    }
}
