//! Sets of events as awkward as the contract allows: few ids that often collide, equal instants, runs that
//! change session and person, several ends of one run, late first messages.
use domain::contract::RunLink;
use domain::{
    Actor, Artifacts, Event, EventBody, EventId, FileChange, HandoffMethod, Instant, Key, LocalHandoff, MessageCreated,
    NanoUsd, OrgId, RunCompleted, RunStarted, RunStatus,
};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The first day of the events: 2026-02-27, so that their four days cross the end of a month.
const START: Instant = Instant(1_772_150_400_000_000);
const HOUR: i64 = 3_600_000_000;

/// `count` events with distinct ids, in three organizations over four days, in random order; the same seed
/// yields the same events.
#[must_use]
pub fn events(seed: u64, count: usize) -> Vec<Event> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    // The fewer sessions and runs there are, the more often events share them.
    let (sessions, runs) = (1 + count / 12, 1 + count / 5);
    let mut events: Vec<Event> = (0..count).map(|number| event(&mut rng, number, sessions, runs)).collect();
    events.shuffle(&mut rng);
    events
}

fn event(rng: &mut ChaCha8Rng, number: usize, sessions: usize, runs: usize) -> Event {
    let session = rng.random_range(0..sessions);
    let run = format!("r{}", rng.random_range(0..runs));
    // Most events are on full hours, so that ties and edges of the time window are common.
    let hours = rng.random_range(0..96);
    let fine = if rng.random_bool(0.6) { 0 } else { rng.random_range(0..HOUR) };
    let at = START.plus_micros(hours * HOUR + fine);
    let body = match rng.random_range(0..10) {
        0..=1 => EventBody::MessageCreated(MessageCreated {
            actor: *pick(rng, Actor::ALL).unwrap_or(&Actor::User),
            repo_id: maybe(rng, &["web", "core"]),
            text: None,
        }),
        2..=4 => EventBody::RunStarted(RunStarted {
            queue_wait_ms: rng.random_bool(0.7).then(|| rng.random_range(0..5_000)),
            model: maybe(rng, &["opus", "haiku"]),
            repo_id: maybe(rng, &["web", "core"]),
        }),
        5..=8 => EventBody::RunCompleted(Box::new(completion(rng))),
        _ => EventBody::LocalHandoff(LocalHandoff {
            method: *pick(rng, HandoffMethod::ALL).unwrap_or(&HandoffMethod::Other),
        }),
    };
    // Ties are broken by comparing ids bytewise, so ids must not increase with time.
    let event_id = EventId::from(format!("{:04x}-{number}", rng.random::<u16>()));
    Event {
        org_id: OrgId::from(*pick(rng, &["acme", "globex", "initech"]).unwrap_or(&"acme")),
        key: Key { at, event_id },
        session_id: format!("s{session}").into(),
        user_id: maybe(rng, &["ada", "bob", "cid", "dee"]).map(Into::into),
        run_id: (body.event_type().run() != RunLink::Ignored).then(|| run.into()),
        body,
    }
}

fn completion(rng: &mut ChaCha8Rng) -> RunCompleted {
    RunCompleted {
        status: *pick(rng, RunStatus::ALL).unwrap_or(&RunStatus::Success),
        duration_ms: rng.random_range(0..7_200_000),
        cost: NanoUsd(rng.random_range(0..20 * NanoUsd::USD)),
        input_tokens: rng.random_range(0..1_000_000),
        output_tokens: rng.random_range(0..100_000),
        cache_read_tokens: rng.random_bool(0.5).then(|| rng.random_range(0..1_000)),
        cache_write_tokens: rng.random_bool(0.5).then(|| rng.random_range(0..1_000)),
        error_type: maybe(rng, &["tool_error", "model_error", "timeout", "unknown", "solar flare"]),
        model: maybe(rng, &["opus", "haiku", "sonnet"]),
        artifacts: rng.random_bool(0.3).then(|| artifacts(rng)),
    }
}

fn artifacts(rng: &mut ChaCha8Rng) -> Artifacts {
    let file = FileChange { path: "src/größe \"1\".rs".to_owned(), lines_added: 3, lines_deleted: 0 };
    Artifacts {
        files_changed: rng.random_range(0..9),
        lines_added: rng.random_range(0..500),
        lines_deleted: rng.random_range(0..500),
        tests_run: rng.random_bool(0.5).then_some(12),
        tests_passed: rng.random_bool(0.5).then_some(11),
        files: if rng.random_bool(0.5) { vec![file] } else { Vec::new() },
    }
}

fn pick<'a, T>(rng: &mut ChaCha8Rng, values: &'a [T]) -> Option<&'a T> {
    values.choose(rng)
}

fn maybe(rng: &mut ChaCha8Rng, values: &[&str]) -> Option<String> {
    if rng.random_bool(0.4) { None } else { values.choose(rng).map(|value| (*value).to_owned()) }
}
