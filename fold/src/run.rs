//! A run, as described by all of its events together: what a producer reports of it, the prompt that began it,
//! and its steps.
use super::keyed::{Keyed, first_of, keep_first};
use super::prompts::Prompt;
use super::reported::Reported;
use super::steps::{StepFigures, Steps};
use domain::totals::Counts;
use domain::{
    CostSource, Day, ErrorCategory, Event, Instant, Mode, RunCompleted, RunStatus, SessionId, Totals, UserId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The state of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// What `run_started` and `run_completed` report.
    pub reported: Option<Reported>,
    /// The prompt that began it.
    pub prompt: Option<Box<RunPrompt>>,
    /// Its steps in sum.
    pub steps: Option<Box<Steps>>,
}

/// What the prompts of one run say; nearly always there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPrompt {
    /// The first of them, and the session that it names.
    pub first: Keyed<SessionId>,
    /// The mode that it names.
    pub mode: Option<Mode>,
    /// The person named by the first of them that names one.
    pub user: Option<Keyed<UserId>>,
    /// The sessions that they name.
    pub sessions: BTreeSet<SessionId>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ending<'a> {
    /// The outcome.
    pub status: RunStatus,
    /// Its error type.
    pub error_type: Option<&'a str>,
    /// When it ended.
    pub at: Instant,
    /// Its duration, in milliseconds.
    pub duration_ms: i64,
}

/// The figures of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The cost, in nano-USD.
    pub cost_nano_usd: i128,
    /// Input tokens.
    pub input_tokens: i128,
    /// Output tokens.
    pub output_tokens: i128,
    /// Input tokens read from a cache, if anything says so.
    pub cache_read_tokens: Option<i128>,
    /// Input tokens written to a cache, if anything says so.
    pub cache_write_tokens: Option<i128>,
    /// Model calls whose cost is missing from the cost.
    pub unpriced_calls: i64,
    /// The source of the cost.
    pub cost_source: CostSource,
}

/// A run and what the other runs of its session say about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SettledRun<'a> {
    /// The run.
    pub run: &'a Run,
    /// The utility steps from before the first prompt of its session, if they belong to it.
    pub added: Option<&'a Steps>,
    /// Whether a later run of its session exists, so that it was given up if it has no other outcome.
    pub is_superseded: bool,
}

impl Run {
    /// Applies a `run_started` or `run_completed`; order and repetition do not matter.
    pub fn report(&mut self, event: &Event) {
        match &mut self.reported {
            Some(reported) => reported.apply(event),
            None => self.reported = Some(Reported::new(event)),
        }
    }

    /// Applies one of its prompts, of this session; order and repetition do not matter.
    pub fn begin(&mut self, prompt: &Prompt, session_id: &SessionId) {
        let first = Keyed { key: prompt.key.clone(), value: session_id.clone() };
        let held = self.prompt.get_or_insert_with(|| {
            Box::new(RunPrompt { first: first.clone(), mode: prompt.mode, user: None, sessions: BTreeSet::new() })
        });
        held.sessions.insert(session_id.clone());
        if first.key < held.first.key {
            held.first = first;
            held.mode = prompt.mode;
        }
        if let Some(user) = &prompt.user {
            keep_first(&mut held.user, &prompt.key, user.clone());
        }
    }

    /// Its first event without added steps: the key, and the session that it names. `None` for a run without
    /// events, which does not exist.
    #[must_use]
    pub fn own_first(&self) -> Option<&Keyed<SessionId>> {
        first_of([
            self.reported.as_ref().map(|reported| &reported.first),
            self.prompt.as_ref().map(|prompt| &prompt.first),
            self.steps.as_ref().map(|steps| &steps.first),
        ])
    }

    /// Whether nothing but `run_started` and `run_completed` with all figures is known: contract version 1.
    #[must_use]
    pub fn is_reported_only(&self) -> bool {
        self.prompt.is_none() && self.steps.is_none() && self.reported.as_ref().is_some_and(Reported::reports_all)
    }

    /// The sessions that change with it: its own, those to which it belongs if steps leave it, and those of its prompts,
    /// which may be handoffs by what its steps say about the mode.
    pub fn sessions(&self) -> impl Iterator<Item = &SessionId> {
        let reported = self.reported.as_ref().map(|reported| &reported.first.value);
        let prompts = self.prompt.iter().flat_map(|prompt| &prompt.sessions);
        reported.into_iter().chain(prompts).chain(self.steps.iter().flat_map(|steps| &steps.sessions))
    }

    fn terminal(&self) -> Option<&Keyed<Box<RunCompleted>>> {
        self.reported.as_ref()?.terminal.as_ref()
    }

    /// Whether a producer reported its start or its end, so that its outcome is never inferred.
    #[must_use]
    pub const fn is_reported(&self) -> bool {
        self.reported.is_some()
    }
}

impl<'a> SettledRun<'a> {
    /// A run of a session that says nothing about it.
    #[must_use]
    pub const fn alone(run: &'a Run) -> Self {
        Self { run, added: None, is_superseded: false }
    }

    /// Its steps, and those added to it.
    fn parts(&self) -> impl Iterator<Item = &'a Steps> {
        [self.run.steps.as_deref(), self.added].into_iter().flatten()
    }

    /// Its first event: the key, and the session that it names.
    #[must_use]
    pub fn first(&self) -> Option<&'a Keyed<SessionId>> {
        first_of([self.run.own_first(), self.added.map(|added| &added.first)])
    }

    /// The person named by the first of its events that names one.
    #[must_use]
    pub fn user(&self) -> Option<&'a UserId> {
        let reported = self.run.reported.as_ref().and_then(|reported| reported.user.as_ref());
        let prompt = self.run.prompt.as_ref().and_then(|prompt| prompt.user.as_ref());
        let steps = self.run.steps.as_ref().and_then(|steps| steps.user.as_ref());
        let added = self.added.and_then(|added| added.user.as_ref());
        first_of([reported, prompt, steps, added]).map(|user| &user.value)
    }

    /// The model that is its own if its terminal event names none: of a run whose start was reported, that of
    /// the first event that names one; of others, that of the last call of the agent itself.
    #[must_use]
    pub fn model(&self) -> Option<&'a Arc<str>> {
        let reported = self.run.reported.as_ref();
        let is_started = reported.is_some_and(|reported| reported.started.is_some());
        let named = reported.and_then(|reported| reported.model.as_ref());
        let steps = self.run.steps.as_ref();
        if is_started || self.parts().next().is_none() {
            let called = steps.and_then(|steps| steps.first_model.as_ref());
            let added = self.added.and_then(|added| added.first_model.as_ref());
            return first_of([named, called, added]).map(|model| &model.value);
        }
        steps.and_then(|steps| steps.main_model.as_ref()).map(|model| &model.value)
    }

    /// The mode of the prompt that began it: the one that it names, or else that of the first step that names one.
    #[must_use]
    pub fn prompt_mode(&self) -> Option<Mode> {
        let prompt = self.run.prompt.as_ref()?;
        prompt.mode.or_else(|| self.step_mode())
    }

    /// The mode named by the first of its steps that names one.
    #[must_use]
    pub fn step_mode(&self) -> Option<Mode> {
        first_of(self.parts().map(|steps| steps.mode.as_ref())).map(|mode| mode.value)
    }

    /// How it ended; `None` while it is open.
    #[must_use]
    pub fn ending(&self) -> Option<Ending<'a>> {
        if let Some(Keyed { key, value }) = self.run.terminal() {
            return Some(Ending {
                status: value.status,
                error_type: value.error_type.as_deref(),
                at: key.at,
                duration_ms: value.duration_ms,
            });
        }
        if self.run.is_reported() {
            return None;
        }
        let outcome = self.run.steps.as_ref().and_then(|steps| steps.outcome);
        let (status, error_type) = match outcome {
            Some(outcome) => (outcome.status(), outcome.error_type()),
            None if self.is_superseded => (RunStatus::Cancelled, None),
            None => return None,
        };
        let at = self.inferred_end()?;
        let start = self.inferred_start().unwrap_or(at);
        Some(Ending { status, error_type, at, duration_ms: at.millis_since(start).max(0) })
    }

    /// The category of its failure; `None` for a success, and while it is open.
    #[must_use]
    pub fn category(&self) -> Option<ErrorCategory> {
        self.ending().and_then(|ending| ErrorCategory::of(ending.status, ending.error_type))
    }

    /// Its inferred start: that of its prompt, or else of its first step.
    #[must_use]
    pub fn inferred_start(&self) -> Option<Instant> {
        let prompt = self.run.prompt.as_ref().map(|prompt| prompt.first.key.at);
        prompt.or_else(|| self.parts().map(|steps| steps.first.key.at).min())
    }

    /// Its inferred end: the time of its last step that is no utility, or else of its prompt.
    fn inferred_end(&self) -> Option<Instant> {
        let prompt = self.run.prompt.as_ref().map(|prompt| prompt.first.key.at);
        let step = self.run.steps.as_ref().and_then(|steps| steps.last_main_at);
        step.or(prompt).or_else(|| self.last_step_at())
    }

    /// When its last step happened.
    #[must_use]
    pub fn last_step_at(&self) -> Option<Instant> {
        self.parts().map(|steps| steps.last_at).max()
    }

    /// Until when it is known to have run, if it is open and was inferred: its last step, or else its prompt.
    #[must_use]
    pub fn alive_at(&self) -> Option<Instant> {
        if self.run.is_reported() || self.ending().is_some() {
            return None;
        }
        self.last_step_at().or_else(|| self.run.prompt.as_ref().map(|prompt| prompt.first.key.at))
    }

    /// Whether it is open: it has a prompt or a step, and has not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        (self.run.prompt.is_some() || self.parts().next().is_some()) && self.ending().is_none()
    }

    /// While it is open, the instant on whose day it is counted: that of its last step that is no utility, or else
    /// of its last step, or else of its prompt.
    #[must_use]
    pub fn open_at(&self) -> Option<Instant> {
        if self.ending().is_some() {
            return None;
        }
        let main = self.run.steps.as_ref().and_then(|steps| steps.last_main_at);
        let prompt = self.run.prompt.as_ref().map(|prompt| prompt.first.key.at);
        main.or_else(|| self.last_step_at()).or(prompt)
    }

    /// The UTC day on which it is counted: that of its end, or else of [`Self::open_at`]. `None` if nothing of it
    /// counts.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        self.ending().map(|ending| ending.at).or_else(|| self.open_at()).map(Instant::day)
    }

    /// The figures of its steps.
    #[must_use]
    pub fn step_figures(&self) -> StepFigures {
        Steps::figures_of(self.parts())
    }

    /// Its figures: those that its terminal event reports, and for each that it does not report, the sum over its
    /// model calls.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let steps = self.step_figures();
        let done = self.run.terminal().map(|terminal| &terminal.value);
        let of = |reported: Option<i64>, sum: i128| reported.map_or(sum, i128::from);
        let cache = |reported: Option<i64>, sum: i128| {
            reported.map(i128::from).or_else(|| (steps.model_calls > 0).then_some(sum))
        };
        let reported = done.and_then(|done| done.cost);
        let cost_source = if reported.is_some() {
            CostSource::Reported
        } else if steps.unpriced_calls > 0 || steps.model_calls == 0 {
            CostSource::Unknown
        } else if steps.priced_calls > 0 {
            CostSource::Priced
        } else {
            CostSource::Reported
        };
        Figures {
            cost_nano_usd: reported.map_or(steps.cost_nano_usd, |cost| i128::from(cost.0)),
            input_tokens: of(done.and_then(|done| done.input_tokens), steps.input_tokens),
            output_tokens: of(done.and_then(|done| done.output_tokens), steps.output_tokens),
            cache_read_tokens: cache(done.and_then(|done| done.cache_read_tokens), steps.cache_read_tokens),
            cache_write_tokens: cache(done.and_then(|done| done.cache_write_tokens), steps.cache_write_tokens),
            unpriced_calls: if reported.is_some() { 0 } else { steps.unpriced_calls },
            cost_source,
        }
    }

    /// Adds its contribution, `times` times, to the totals of its day.
    pub fn contribute(&self, totals: &mut Totals, times: i64) {
        let ending = self.ending();
        let is_open = self.is_open();
        if ending.is_none() && !is_open {
            return;
        }
        let (figures, steps) = (self.figures(), self.step_figures());
        let mut counts = Counts {
            open_runs: i64::from(is_open),
            cost_nano_usd: figures.cost_nano_usd,
            input_tokens: figures.input_tokens,
            output_tokens: figures.output_tokens,
            cache_read_tokens: figures.cache_read_tokens.unwrap_or_default(),
            cache_write_tokens: figures.cache_write_tokens.unwrap_or_default(),
            unpriced_calls: figures.unpriced_calls,
            tool_uses: steps.tool_uses,
            tool_errors: steps.tool_errors,
            rejections: steps.rejections,
            policy_rejections: steps.policy_rejections,
            tool_time_ms: steps.tool_time_ms,
            waited_ms: steps.waited_ms,
            ..Counts::default()
        };
        if let Some(ending) = ending {
            counts.runs = 1;
            counts.duration_ms = ending.duration_ms.into();
            match ErrorCategory::of(ending.status, ending.error_type) {
                None => counts.successful_runs = 1,
                Some(category) => counts.add_failure(category),
            }
            if let Some(wait) = self.run.reported.as_ref().and_then(|reported| reported.queue_wait_ms.as_ref()) {
                counts.queue_wait_ms = wait.value.into();
                counts.queue_wait_runs = 1;
            }
            totals.durations.add(ending.duration_ms, times);
        }
        totals.counts.add(&counts, times);
    }
}
