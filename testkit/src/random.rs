//! Sets of events as awkward as the contract allows: few ids that often collide, equal instants, runs that
//! change session and person, several ends of one run, late first messages, prompts and notes among steps.
use domain::contract::RunLink;
use domain::{
    ActivityCounted, Actor, Artifacts, CallStatus, Event, EventBody, EventId, FileChange, HandoffMethod, Instant, Key,
    LocalHandoff, MessageCreated, Mode, ModelCalled, NanoUsd, OrgId, Origin, RejectedBy, RunCompleted, RunStarted,
    RunStatus, StepRole, ToolStatus, ToolUsed,
};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// The first day of the events: 2026-02-27, so that their four days cross the end of a month.
const START: Instant = Instant(1_772_150_400_000_000);
const HOUR: i64 = 3_600_000_000;

/// Which producers send the events.
#[derive(Clone, Copy)]
enum Producers {
    /// Those that report starts and ends of runs.
    Reporting,
    /// Agents that report prompts and steps.
    Agents,
    /// Both, about the same runs.
    Both,
}

/// `count` events with distinct ids, in three organizations over four days, in random order; the same seed
/// yields the same events.
#[must_use]
pub fn events(seed: u64, count: usize) -> Vec<Event> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    // The fewer sessions and runs there are, the more often events share them.
    let (sessions, runs) = (1 + count / 12, 1 + count / 5);
    let producers =
        *[Producers::Reporting, Producers::Agents, Producers::Both].choose(&mut rng).unwrap_or(&Producers::Both);
    let mut events: Vec<Event> = (0..count).map(|number| event(&mut rng, producers, number, sessions, runs)).collect();
    events.shuffle(&mut rng);
    events
}

fn event(rng: &mut ChaCha8Rng, producers: Producers, number: usize, sessions: usize, runs: usize) -> Event {
    let session = rng.random_range(0..sessions);
    let run = format!("r{}", rng.random_range(0..runs));
    // Most events are on full hours, so that ties and edges of the time window are common.
    let hours = rng.random_range(0..96);
    let fine = if rng.random_bool(0.6) { 0 } else { rng.random_range(0..HOUR) };
    let at = START.plus_micros(hours * HOUR + fine);
    let is_of_agent = match producers {
        Producers::Reporting => false,
        Producers::Agents => true,
        Producers::Both => rng.random_bool(0.6),
    };
    let body = if is_of_agent { step(rng) } else { report(rng) };
    // Ties are broken by comparing ids bytewise, so ids must not increase with time.
    let event_id = EventId::from(format!("{:04x}-{number}", rng.random::<u16>()));
    let names_run = match body.event_type().run() {
        RunLink::Ignored => false,
        RunLink::Optional => is_of_agent && rng.random_bool(0.5),
        RunLink::Required => true,
    };
    Event {
        org_id: OrgId::from(*pick(rng, &["acme", "globex", "initech"]).unwrap_or(&"acme")),
        key: Key { at, event_id },
        session_id: format!("s{session}").into(),
        user_id: maybe(rng, &["ada", "bob", "cid", "dee"]).map(Into::into),
        run_id: names_run.then(|| run.into()),
        origin: is_of_agent.then(|| origin(rng)).flatten(),
        priced: None,
        body,
    }
}

/// Gives prices to most of the model calls without a cost, as the ingest side does from its list.
pub fn price(seed: u64, events: &mut [Event]) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    for event in events {
        let is_unpriced = matches!(&event.body, EventBody::ModelCalled(call) if call.cost.is_none());
        if is_unpriced && rng.random_bool(0.7) {
            event.priced = Some(NanoUsd(rng.random_range(0..NanoUsd::USD)));
        }
    }
}

/// What a producer reports that knows when runs start and end.
fn report(rng: &mut ChaCha8Rng) -> EventBody {
    match rng.random_range(0..10) {
        0..=1 => EventBody::MessageCreated(message(rng, None)),
        2..=4 => EventBody::RunStarted(RunStarted {
            queue_wait_ms: rng.random_bool(0.7).then(|| rng.random_range(0..5_000)),
            model: maybe(rng, &["opus", "haiku"]),
            repo_id: maybe(rng, &["web", "core"]),
        }),
        5..=8 => EventBody::RunCompleted(Box::new(completion(rng))),
        _ => EventBody::LocalHandoff(LocalHandoff {
            method: *pick(rng, HandoffMethod::ALL).unwrap_or(&HandoffMethod::Other),
        }),
    }
}

/// What an agent reports.
fn step(rng: &mut ChaCha8Rng) -> EventBody {
    match rng.random_range(0..12) {
        0..=1 => EventBody::MessageCreated(message(rng, Some(true))),
        2 => {
            let starts_run = rng.random_bool(0.5).then_some(false);
            EventBody::MessageCreated(message(rng, starts_run))
        }
        3..=6 => EventBody::ModelCalled(Box::new(call(rng))),
        7..=10 => EventBody::ToolUsed(Box::new(tool_use(rng))),
        _ => EventBody::ActivityCounted(ActivityCounted {
            lines_added: rng.random_bool(0.5).then(|| rng.random_range(0..90)),
            edits_rejected: rng.random_bool(0.5).then(|| rng.random_range(0..3)),
            agent_active_ms: rng.random_bool(0.5).then(|| rng.random_range(0..60_000)),
            ..ActivityCounted::default()
        }),
    }
}

fn message(rng: &mut ChaCha8Rng, starts_run: Option<bool>) -> MessageCreated {
    MessageCreated {
        actor: *pick(rng, Actor::ALL).unwrap_or(&Actor::User),
        repo_id: maybe(rng, &["web", "core"]),
        text: None,
        starts_run,
    }
}

fn call(rng: &mut ChaCha8Rng) -> ModelCalled {
    let is_ok = rng.random_bool(0.8);
    ModelCalled {
        role: *pick(rng, StepRole::ALL).unwrap_or(&StepRole::Main),
        status: if is_ok { CallStatus::Ok } else { CallStatus::Error },
        error_type: if is_ok { None } else { maybe(rng, &["timeout", "rate_limit"]) },
        model: (*pick(rng, &["opus", "haiku", "sonnet"]).unwrap_or(&"opus")).to_owned(),
        input_tokens: rng.random_range(0..1_000_000),
        cache_read_tokens: rng.random_bool(0.5).then(|| rng.random_range(0..1_000)),
        cache_write_tokens: rng.random_bool(0.5).then(|| rng.random_range(0..1_000)),
        output_tokens: rng.random_range(0..100_000),
        reasoning_tokens: rng.random_bool(0.3).then(|| rng.random_range(0..1_000)),
        cost: rng.random_bool(0.5).then(|| NanoUsd(rng.random_range(0..NanoUsd::USD))),
        duration_ms: rng.random_bool(0.8).then(|| rng.random_range(0..60_000)),
        first_token_ms: None,
        call_id: maybe(rng, &["c0", "c1", "c2"]),
        asked_tools: *pick(rng, &[None, None, Some(false), Some(true)]).unwrap_or(&None),
    }
}

fn tool_use(rng: &mut ChaCha8Rng) -> ToolUsed {
    let status = *pick(rng, ToolStatus::ALL).unwrap_or(&ToolStatus::Ok);
    let rejected_by = *pick(rng, &[None, Some(RejectedBy::User), Some(RejectedBy::Policy)]).unwrap_or(&None);
    ToolUsed {
        tool: (*pick(rng, &["Bash", "Edit"]).unwrap_or(&"Bash")).to_owned(),
        role: *pick(rng, &[None, None, Some(StepRole::Main), Some(StepRole::Subagent), Some(StepRole::Utility)])
            .unwrap_or(&None),
        status,
        rejected_by: if status == ToolStatus::Rejected { rejected_by } else { None },
        model_call_id: maybe(rng, &["c0", "c1", "c2"]),
        duration_ms: rng.random_bool(0.8).then(|| rng.random_range(0..60_000)),
        waited_ms: rng.random_bool(0.2).then(|| rng.random_range(0..60_000)),
        call_id: maybe(rng, &["t0", "t1", "t2"]),
    }
}

fn origin(rng: &mut ChaCha8Rng) -> Option<Arc<Origin>> {
    let origin = Origin {
        agent: maybe(rng, &["claude-code", "codex"]),
        agent_version: maybe(rng, &["2.1", "2.2"]),
        mode: *pick(rng, &[None, Some(Mode::Headless), Some(Mode::Interactive)]).unwrap_or(&None),
        repo_id: maybe(rng, &["web", "core"]),
        branch: maybe(rng, &["main", "next"]),
        team_id: maybe(rng, &["red", "blue"]),
        environment: maybe(rng, &["ci"]),
    };
    (!origin.is_empty()).then(|| Arc::new(origin))
}

fn completion(rng: &mut ChaCha8Rng) -> RunCompleted {
    RunCompleted {
        status: *pick(rng, RunStatus::ALL).unwrap_or(&RunStatus::Success),
        duration_ms: rng.random_range(0..7_200_000),
        cost: rng.random_bool(0.9).then(|| NanoUsd(rng.random_range(0..20 * NanoUsd::USD))),
        input_tokens: rng.random_bool(0.9).then(|| rng.random_range(0..1_000_000)),
        output_tokens: rng.random_bool(0.9).then(|| rng.random_range(0..100_000)),
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
