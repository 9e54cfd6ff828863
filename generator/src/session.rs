//! One session, from the first message to the last event.
use crate::content::{files, repos::Repo, texts};
use crate::dice::{Dice, stretched};
use crate::event::{GeneratedEvent, Origin};
use crate::id::Ids;
use crate::org::OrgSpec;
use crate::people::Person;
use domain::{
    Actor, EventBody, HandoffMethod, Instant, LocalHandoff, MessageCreated, NanoUsd, RunCompleted, RunStarted,
    RunStatus,
};

/// How fast a session proceeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tempo {
    /// By what factor runs are shorter than in real life.
    pub runs: f64,
    /// By what factor the pauses between them are shorter.
    pub pauses: f64,
    /// Nothing new starts after this instant.
    pub until: Instant,
    /// By what factor agents take more steps for a prompt.
    pub rounds: u32,
}

/// Models, and the percentage of runs that use each.
const MODELS: [(&str, u32); 4] = [("sonnet-4.5", 52), ("opus-4.5", 21), ("gpt-5.1-codex", 17), ("haiku-4.5", 10)];
/// Runs per session.
const RUNS: [(u32, u32); 15] = [
    (1, 11),
    (2, 22),
    (3, 24),
    (4, 18),
    (5, 12),
    (6, 4),
    (7, 2),
    (8, 1),
    (9, 1),
    (10, 1),
    (11, 1),
    (12, 1),
    (13, 1),
    (14, 1),
    (15, 0),
];
const HANDOFF_METHODS: [(HandoffMethod, u32); 5] = [
    (HandoffMethod::Teleport, 36),
    (HandoffMethod::OpenInCli, 30),
    (HandoffMethod::CopyPatch, 15),
    (HandoffMethod::Download, 14),
    (HandoffMethod::Other, 5),
];
/// The shortest real-life run.
const SHORTEST_MS: i64 = 5_000;
/// The percentage of sessions with a handoff.
const HANDOFF_PERCENT: u32 = 30;
/// The percentage of handoffs that come after the last run, so that no run follows.
const HANDOFF_AT_THE_END_PERCENT: u32 = 60;

/// Simulates the session of `person` that begins at `start`.
#[must_use]
pub fn session(org: &OrgSpec, person: &Person, start: Instant, tempo: Tempo, mut dice: Dice) -> Vec<GeneratedEvent> {
    let mut ids = Ids::beside(&dice);
    let Some(repo) = dice.pick(org.repos).copied() else { return Vec::new() };
    let runs = dice.weighted(&RUNS, 15);
    let handoff_after = dice
        .percent(HANDOFF_PERCENT)
        .then(|| if dice.percent(HANDOFF_AT_THE_END_PERCENT) { runs } else { dice.between(1, i64::from(runs)) as u32 });
    let model = dice.weighted(&MODELS, MODELS[0].0);
    let session_id = ids.session();
    let mut play = Play { org, person, repo, model, tempo, dice, ids, session_id, now: start, events: Vec::new() };
    let mut failed = false;
    for number in 1..=runs {
        if number > 1 {
            play.pause(180.0, 20.0, 2_400.0);
        }
        if play.now > tempo.until {
            break;
        }
        let asked = play.ask(number, failed);
        failed = !play.run(asked);
        if handoff_after == Some(number) {
            play.pause(150.0, 20.0, 1_200.0);
            play.hand_off();
        }
    }
    play.events
}

struct Play<'a> {
    org: &'a OrgSpec,
    person: &'a Person,
    repo: Repo,
    model: &'static str,
    tempo: Tempo,
    dice: Dice,
    ids: Ids,
    session_id: String,
    now: Instant,
    events: Vec<GeneratedEvent>,
}

impl Play<'_> {
    /// The person asks for something: always at the beginning, and often before a later run.
    fn ask(&mut self, number: u32, after_failure: bool) -> bool {
        let asks = number == 1 || self.dice.percent(45);
        if asks {
            let file = self.file();
            let text = match number {
                1 => texts::request(&mut self.dice, file),
                _ => texts::follow_up(&mut self.dice, file, after_failure),
            };
            self.say(Actor::User, text);
        }
        asks
    }

    /// The agent works; true if it succeeds. It sends a message at the end unless it was just asked, so that a
    /// run has at most one message.
    fn run(&mut self, asked: bool) -> bool {
        let run_id = self.ids.run();
        let queue_wait_ms = self.dice.log_normal(900.0, 1.0, 60.0, 30_000.0) as i64;
        self.pass(queue_wait_ms);
        let started = RunStarted {
            queue_wait_ms: Some(queue_wait_ms),
            model: Some(self.model.to_owned()),
            repo_id: Some(self.repo.id.to_owned()),
        };
        self.emit(Some(run_id.clone()), EventBody::RunStarted(started));
        let completed = self.outcome();
        let succeeded = completed.status == RunStatus::Success;
        self.pass(completed.duration_ms);
        self.emit(Some(run_id), EventBody::RunCompleted(Box::new(completed)));
        if !asked && self.dice.percent(70) {
            let file = self.file();
            let text = texts::reply(&mut self.dice, file, succeeded);
            self.pass(400);
            self.say(Actor::Agent, text);
        }
        succeeded
    }

    /// Longer runs read more tokens, and reading more costs more: the three values share a draw.
    fn outcome(&mut self) -> RunCompleted {
        let (status, error_type) = self.status();
        let size = self.dice.normal();
        let (own_time, own_tokens, own_cost) = (self.dice.normal(), self.dice.normal(), self.dice.normal());
        let seconds = match status {
            RunStatus::Timeout => 300.0,
            _ => stretched(0.6 * size + 0.8 * own_time, 30.0, 0.85, 5.0, 300.0),
        };
        let tokens = stretched(0.8 * size + 0.6 * own_tokens, 6_000.0, 1.05, 100.0, 50_000.0) as i64;
        let micros = stretched(0.8 * size + 0.6 * own_cost, 20_000.0, 0.9, 1_000.0, 500_000.0) as i64;
        let output_tokens = (tokens * self.dice.between(8, 34) / 100).max(1);
        let input_tokens = tokens - output_tokens;
        let succeeded = status == RunStatus::Success;
        let changes = succeeded || self.dice.percent(35);
        RunCompleted {
            status,
            duration_ms: ((seconds * 1_000.0 / self.tempo.runs) as i64 - self.dice.between(0, 999)).max(SHORTEST_MS),
            cost: Some(NanoUsd(micros * 1_000)),
            input_tokens: Some(input_tokens),
            output_tokens: Some(output_tokens),
            cache_read_tokens: Some(input_tokens * self.dice.between(0, 80) / 100),
            cache_write_tokens: None,
            error_type: error_type.map(ToOwned::to_owned),
            model: Some(self.model.to_owned()),
            artifacts: changes.then(|| files::artifacts(&mut self.dice, &self.repo, succeeded)),
        }
    }

    fn status(&mut self) -> (RunStatus, Option<&'static str>) {
        if self.dice.percent(self.org.success_percent) {
            return (RunStatus::Success, None);
        }
        let unsuccessful = [(RunStatus::Fail, 66), (RunStatus::Timeout, 16), (RunStatus::Cancelled, 18)];
        let status = self.dice.weighted(&unsuccessful, RunStatus::Fail);
        let error_type = match status {
            RunStatus::Timeout => Some("timeout"),
            RunStatus::Cancelled => None,
            _ => Some(self.dice.weighted(&[("tool_error", 48), ("model_error", 30), ("unknown", 22)], "unknown")),
        };
        (status, error_type)
    }

    fn hand_off(&mut self) {
        let method = self.dice.weighted(&HANDOFF_METHODS, HandoffMethod::Other);
        self.emit(None, EventBody::LocalHandoff(LocalHandoff { method }));
    }

    fn say(&mut self, actor: Actor, text: String) {
        let message =
            MessageCreated { actor, repo_id: Some(self.repo.id.to_owned()), text: Some(text), starts_run: None };
        self.emit(None, EventBody::MessageCreated(message));
    }

    fn file(&mut self) -> &'static str {
        self.dice.pick(self.repo.files).copied().unwrap_or("README.md")
    }

    fn pause(&mut self, median: f64, low: f64, high: f64) {
        let seconds = self.dice.log_normal(median, 0.9, low, high) / self.tempo.pauses;
        self.pass((seconds * 1_000.0) as i64);
    }

    fn pass(&mut self, millis: i64) {
        self.now = self.now.plus_micros(millis.max(1) * 1_000);
    }

    fn emit(&mut self, run_id: Option<String>, payload: EventBody) {
        self.events.push(GeneratedEvent {
            event_id: self.ids.event(self.now),
            org_id: self.org.id.clone(),
            occurred_at: self.now,
            event_type: payload.event_type(),
            session_id: self.session_id.clone(),
            user_id: self.person.id.clone(),
            run_id,
            payload,
            origin: Origin::default(),
        });
    }
}
