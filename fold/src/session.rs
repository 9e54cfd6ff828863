//! A session: the state from its own events, and the totals of its runs and handoffs.
use super::SettledRun;
use super::handoff::Taken;
use super::keyed::{Keyed, keep_first};
use super::steps::Steps;
use domain::totals::Counts;
use domain::{CostSource, Day, Event, EventBody, Instant, Mode, UserId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is known from the events that name the session. Activity events say nothing about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// When its first event occurred.
    pub first_event_at: Instant,
    /// When its last event occurred.
    pub last_event_at: Instant,
    /// When its first message occurred.
    pub first_message_at: Option<Instant>,
    /// The person named by the earliest event that names one.
    pub user: Option<Keyed<UserId>>,
    /// The repository named by the earliest event that names one.
    pub repo: Option<Keyed<Arc<str>>>,
    /// What an agent that tells its steps adds; `None` if none of its events has an origin, a prompt or a step.
    pub agent: Option<Box<AgentSession>>,
}

/// What is known of a session whose agent tells where it works, and its prompts and steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentSession {
    /// The agent named by the earliest event that names one.
    pub agent: Option<Keyed<Arc<str>>>,
    /// Its version, likewise.
    pub version: Option<Keyed<Arc<str>>>,
    /// Its mode, likewise.
    pub mode: Option<Keyed<Mode>>,
    /// The branch, likewise.
    pub branch: Option<Keyed<Arc<str>>>,
    /// The team, likewise.
    pub team: Option<Keyed<Arc<str>>>,
    /// Whether it has prompts, notes or steps.
    pub has_steps: bool,
    /// The utility steps before its first prompt that carry no run id.
    pub opening: Option<Steps>,
}

impl Session {
    /// A session with this as its only known event.
    #[must_use]
    pub fn new(event: &Event) -> Self {
        let at = event.occurred_at();
        let mut session =
            Self { first_event_at: at, last_event_at: at, first_message_at: None, user: None, repo: None, agent: None };
        session.apply(event);
        session
    }

    /// Applies one of its events; order and repetition do not matter.
    pub fn apply(&mut self, event: &Event) {
        let (key, at) = (&event.key, event.occurred_at());
        self.first_event_at = self.first_event_at.min(at);
        self.last_event_at = self.last_event_at.max(at);
        if let Some(user) = &event.user_id {
            keep_first(&mut self.user, key, user.clone());
        }
        let repo = match &event.body {
            EventBody::MessageCreated(message) => {
                self.first_message_at = Some(self.first_message_at.map_or(at, |held| held.min(at)));
                &message.repo_id
            }
            EventBody::RunStarted(start) => &start.repo_id,
            _ => &None,
        };
        let origin = event.origin.as_deref();
        if let Some(repo) = repo.as_ref().or_else(|| origin?.repo_id.as_ref()) {
            keep_first(&mut self.repo, key, Arc::from(repo.as_str()));
        }
        if let Some(origin) = origin {
            let agent = self.agent.get_or_insert_default();
            let name = |slot: &mut Option<Keyed<Arc<str>>>, value: &Option<String>| {
                if let Some(value) = value {
                    keep_first(slot, key, Arc::from(value.as_str()));
                }
            };
            name(&mut agent.agent, &origin.agent);
            name(&mut agent.version, &origin.agent_version);
            name(&mut agent.branch, &origin.branch);
            name(&mut agent.team, &origin.team_id);
            if let Some(mode) = origin.mode {
                keep_first(&mut agent.mode, key, mode);
            }
        }
    }

    /// The utility steps before its first prompt.
    #[must_use]
    pub fn opening(&self) -> Option<&Steps> {
        self.agent.as_ref()?.opening.as_ref()
    }

    /// Whether it has prompts, notes or steps.
    #[must_use]
    pub fn has_steps(&self) -> bool {
        self.agent.as_ref().is_some_and(|agent| agent.has_steps)
    }

    /// The time of its first message, or of its first event if it has no messages.
    #[must_use]
    pub fn started_at(&self) -> Instant {
        self.first_message_at.unwrap_or(self.first_event_at)
    }

    /// The UTC day on which it is counted.
    #[must_use]
    pub fn day(&self) -> Day {
        self.started_at().day()
    }

    /// From first to last event, truncated to whole milliseconds.
    #[must_use]
    pub fn lifespan_ms(&self) -> i64 {
        self.last_event_at.millis_since(self.first_event_at)
    }

    /// What it adds to the totals of its day.
    #[must_use]
    pub fn contribution(&self, totals: &SessionTotals) -> Counts {
        Counts {
            sessions: 1,
            session_runs: totals.run_count,
            session_active_ms: totals.active_time_ms,
            session_lifespan_ms: self.lifespan_ms().into(),
            session_cost_nano_usd: totals.cost_nano_usd,
            handoff_sessions: i64::from(totals.handoff_count > 0),
            post_handoff_sessions: i64::from(totals.post_handoff),
            ..Counts::default()
        }
    }
}

/// Totals of a session's runs and handoffs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionTotals {
    /// Completed runs.
    pub run_count: i64,
    /// Completed runs that succeeded.
    pub successful_runs: i64,
    /// Open runs with a prompt or a step.
    pub open_runs: i64,
    /// Sum of the durations of completed runs, in milliseconds.
    pub active_time_ms: i128,
    /// Sum of the costs of completed and open runs, in nano-USD; likewise below.
    pub cost_nano_usd: i128,
    /// Sum of the input tokens.
    pub input_tokens: i128,
    /// Sum of the output tokens.
    pub output_tokens: i128,
    /// Sum of the input tokens read from a cache.
    pub cache_read_tokens: i128,
    /// Sum of the input tokens written to a cache.
    pub cache_write_tokens: i128,
    /// Model calls whose cost is not known.
    pub unpriced_calls: i64,
    /// Tool uses.
    pub tool_uses: i64,
    /// Tool uses that ended with an error.
    pub tool_errors: i64,
    /// Tool uses that a person rejected.
    pub rejections: i64,
    /// Tool uses that a rule rejected.
    pub policy_rejections: i64,
    /// Sum of the durations of the tool uses, in milliseconds.
    pub tool_time_ms: i128,
    /// Sum of how long tool uses waited for a person, in milliseconds.
    pub waited_ms: i128,
    /// The source of the cost; `None` without a run that has one.
    pub cost_source: Option<CostSource>,
    /// Number of handoffs.
    pub handoff_count: i64,
    /// Whether a run completed within the window after any handoff.
    pub post_handoff: bool,
    /// Of the runs whose start was reported and whose end was not, the one that began last: the time of its first
    /// event.
    pub last_open_run_at: Option<Instant>,
    /// Of the open runs that were inferred, the latest step, or prompt if a run has no steps.
    pub last_open_step_at: Option<Instant>,
}

impl SessionTotals {
    /// Sums up the runs and handoffs of one session.
    #[must_use]
    pub fn of(runs: &[SettledRun<'_>], handoffs: &[Taken], window_micros: i64) -> Self {
        let mut totals = Self { handoff_count: handoffs.len() as i64, ..Self::default() };
        let (mut completed, mut headless) = (Vec::with_capacity(runs.len()), Vec::new());
        for run in runs {
            totals.add(run);
            if let Some(ending) = run.ending() {
                completed.push(ending.at);
                if run.prompt_mode() == Some(Mode::Headless) {
                    headless.push(ending.at);
                }
            }
        }
        completed.sort_unstable();
        headless.sort_unstable();
        totals.post_handoff = handoffs.iter().any(|handoff| {
            let followers = if handoff.is_inferred { &headless } else { &completed };
            is_followed(handoff.at, followers, window_micros)
        });
        totals
    }

    /// The sums, each with the name of its column.
    #[must_use]
    pub const fn sums(&self) -> [(&'static str, i128); 8] {
        [
            ("active_time_ms", self.active_time_ms),
            ("cost_nano_usd", self.cost_nano_usd),
            ("input_tokens", self.input_tokens),
            ("output_tokens", self.output_tokens),
            ("cache_read_tokens", self.cache_read_tokens),
            ("cache_write_tokens", self.cache_write_tokens),
            ("tool_time_ms", self.tool_time_ms),
            ("waited_ms", self.waited_ms),
        ]
    }

    fn add(&mut self, run: &SettledRun<'_>) {
        match run.ending() {
            Some(ending) => {
                self.run_count += 1;
                self.successful_runs +=
                    i64::from(domain::ErrorCategory::of(ending.status, ending.error_type).is_none());
                self.active_time_ms += i128::from(ending.duration_ms);
            }
            None if run.run.is_reported() => {
                self.open_runs += i64::from(run.is_open());
                self.last_open_run_at = self.last_open_run_at.max(run.first().map(|first| first.key.at));
            }
            None => {
                self.open_runs += 1;
                self.last_open_step_at = self.last_open_step_at.max(run.alive_at());
            }
        }
        if run.ending().is_none() && !run.is_open() {
            return;
        }
        let figures = run.figures();
        self.cost_nano_usd += figures.cost_nano_usd;
        self.input_tokens += figures.input_tokens;
        self.output_tokens += figures.output_tokens;
        self.cache_read_tokens += figures.cache_read_tokens.unwrap_or_default();
        self.cache_write_tokens += figures.cache_write_tokens.unwrap_or_default();
        self.unpriced_calls += figures.unpriced_calls;
        let steps = run.step_figures();
        self.tool_uses += steps.tool_uses;
        self.tool_errors += steps.tool_errors;
        self.rejections += steps.rejections;
        self.policy_rejections += steps.policy_rejections;
        self.tool_time_ms += steps.tool_time_ms;
        self.waited_ms += steps.waited_ms;
        // A run that called no model and reports no end has no cost that could be missing.
        if steps.model_calls > 0 || run.run.is_reported() {
            let source = figures.cost_source;
            self.cost_source = Some(self.cost_source.map_or(source, |held| held.min(source)));
        }
    }
}

/// Whether a run completed in (handoff, handoff + window]; `completed` is sorted.
fn is_followed(handoff: Instant, completed: &[Instant], window_micros: i64) -> bool {
    let next = completed.partition_point(|at| *at <= handoff);
    completed.get(next).is_some_and(|at| *at <= handoff.plus_micros(window_micros))
}
