//! What the steps of one run tell together: model calls and tool uses, from the first to the last.
//!
//! Steps are never added to a stored aggregate one by one, because the tools of a call, and the events of one
//! tool use, decide together: an aggregate is always made from all steps of its run.
use super::keyed::{Keyed, keep_first, keep_last};
use domain::{
    CallStatus, Event, EventBody, Instant, Key, Mode, ModelCalled, RejectedBy, RunStatus, SessionId, StepRole,
    ToolStatus, ToolUsed, UserId,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// All steps of one run, in sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Steps {
    /// The first of them, and the session that it names.
    pub first: Keyed<SessionId>,
    /// When the last of them happened.
    pub last_at: Instant,
    /// When the last of them that is no utility happened.
    pub last_main_at: Option<Instant>,
    /// The sessions that they name.
    pub sessions: BTreeSet<SessionId>,
    /// The person named by the first of them that names one.
    pub user: Option<Keyed<UserId>>,
    /// The mode named by the first of them that names one.
    pub mode: Option<Keyed<Mode>>,
    /// The model of the first call.
    pub first_model: Option<Keyed<Arc<str>>>,
    /// The model of the last call of the agent itself.
    pub main_model: Option<Keyed<Arc<str>>>,
    /// How the run ended, by the last step that is no utility; `None` if it may go on.
    pub outcome: Option<Outcome>,
    /// Their figures, without those of [`Self::utility_uses`].
    pub figures: StepFigures,
    /// The tool uses of utilities that have a `call_id`, by that id. They are kept apart, because events of one use
    /// may be in two aggregates that are added up: those of a run, and those from before the first prompt.
    pub utility_uses: BTreeMap<String, ToldUse>,
}

/// What the last event of a tool use that does not say that it began tells about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldUse {
    /// The event.
    pub key: Key,
    /// Whether it ended with an error.
    pub is_error: bool,
    /// Who rejected it, if anybody did; a rule if the event does not say.
    pub rejected_by: Option<RejectedBy>,
    /// Its duration, in milliseconds.
    pub duration_ms: i64,
    /// How long it waited for a person, in milliseconds.
    pub waited_ms: i64,
}

/// The ends that can be inferred from a last step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The model answered and asked for no tool.
    Success,
    /// The model failed.
    ModelError,
    /// The model took too long.
    Timeout,
    /// The person rejected a tool use.
    Rejected,
}

impl Outcome {
    /// The status of a run that ended so.
    #[must_use]
    pub const fn status(self) -> RunStatus {
        match self {
            Self::Success => RunStatus::Success,
            Self::ModelError | Self::Timeout => RunStatus::Fail,
            Self::Rejected => RunStatus::Cancelled,
        }
    }

    /// Its error type, as a `run_completed` would report it.
    #[must_use]
    pub const fn error_type(self) -> Option<&'static str> {
        match self {
            Self::Success | Self::Rejected => None,
            Self::ModelError => Some("model_error"),
            Self::Timeout => Some("timeout"),
        }
    }
}

/// Sums over steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFigures {
    /// Model calls.
    pub model_calls: i64,
    /// Model calls whose cost the agent did not report, but whose price is known.
    pub priced_calls: i64,
    /// Model calls whose cost is not known.
    pub unpriced_calls: i64,
    /// Costs of the model calls, in nano-USD.
    pub cost_nano_usd: i128,
    /// Input tokens, caches included.
    pub input_tokens: i128,
    /// Input tokens read from a cache.
    pub cache_read_tokens: i128,
    /// Input tokens written to a cache.
    pub cache_write_tokens: i128,
    /// Output tokens, reasoning included.
    pub output_tokens: i128,
    /// Output tokens of reasoning.
    pub reasoning_tokens: i128,
    /// Tool uses that ended.
    pub tool_uses: i64,
    /// Tool uses that ended with an error.
    pub tool_errors: i64,
    /// Tool uses that the person rejected.
    pub rejections: i64,
    /// Tool uses that a rule rejected.
    pub policy_rejections: i64,
    /// Durations of the tool uses, in milliseconds.
    pub tool_time_ms: i128,
    /// How long they waited for a person, in milliseconds.
    pub waited_ms: i128,
}

/// The events of one tool use.
struct Use<'a> {
    /// When the last of them happened.
    last: &'a Key,
    /// The last of them that does not say that it began.
    told: Option<(&'a Key, &'a ToolUsed)>,
    /// The model calls named by any of them.
    calls: HashSet<&'a str>,
    is_utility: bool,
}

/// Where a step stands for the question which one is the last: the tools of a model call come after it, whatever
/// their clock says.
type Place<'a> = (&'a Key, bool, &'a Key);

/// The last step that is no utility.
enum Last<'a> {
    Call(&'a ModelCalled),
    Use(Option<&'a ToolUsed>),
}

impl Steps {
    /// The steps of one run in sum; `None` if there are none. Their order does not matter.
    #[must_use]
    pub fn of(steps: &[&Event]) -> Option<Self> {
        let first = steps.iter().min_by(|one, other| one.key.cmp(&other.key))?;
        let mut sum = Self {
            first: Keyed { key: first.key.clone(), value: first.session_id.clone() },
            last_at: first.key.at,
            last_main_at: None,
            sessions: BTreeSet::new(),
            user: None,
            mode: None,
            first_model: None,
            main_model: None,
            outcome: None,
            figures: StepFigures::default(),
            utility_uses: BTreeMap::new(),
        };
        for step in steps {
            sum.add(step);
        }
        let uses = uses(steps);
        for tool_use in &uses {
            let Some((key, told)) = tool_use.told else { continue };
            let told_use = ToldUse::of(key, told);
            match &told.call_id {
                Some(id) if tool_use.is_utility => {
                    sum.utility_uses.insert(id.clone(), told_use);
                }
                _ => sum.figures.add_use(&told_use),
            }
        }
        sum.outcome = last(steps, &uses).and_then(|last| outcome(&last));
        Some(sum)
    }

    fn add(&mut self, step: &Event) {
        let key = &step.key;
        self.last_at = self.last_at.max(key.at);
        if !is_utility(&step.body) {
            self.last_main_at = self.last_main_at.max(Some(key.at));
        }
        self.sessions.insert(step.session_id.clone());
        if let Some(user) = &step.user_id {
            keep_first(&mut self.user, key, user.clone());
        }
        if let Some(mode) = step.origin.as_ref().and_then(|origin| origin.mode) {
            keep_first(&mut self.mode, key, mode);
        }
        if let EventBody::ModelCalled(call) = &step.body {
            let model: Arc<str> = Arc::from(call.model.as_str());
            keep_first(&mut self.first_model, key, Arc::clone(&model));
            if call.role == StepRole::Main {
                keep_last(&mut self.main_model, key, model);
            }
            self.figures.add_call(call, step);
        }
    }

    /// Figures of several aggregates together.
    pub fn figures_of<'a>(parts: impl IntoIterator<Item = &'a Self>) -> StepFigures {
        let mut sum = StepFigures::default();
        let mut uses: BTreeMap<&str, &ToldUse> = BTreeMap::new();
        for part in parts {
            sum.add(&part.figures);
            for (id, told) in &part.utility_uses {
                let held = uses.entry(id).or_insert(told);
                if told.key > held.key {
                    *held = told;
                }
            }
        }
        for told in uses.into_values() {
            sum.add_use(told);
        }
        sum
    }
}

/// Whether a step is work beside the task.
#[must_use]
pub fn is_utility(step: &EventBody) -> bool {
    match step {
        EventBody::ModelCalled(call) => call.role == StepRole::Utility,
        EventBody::ToolUsed(tool_use) => tool_use.role == Some(StepRole::Utility),
        _ => false,
    }
}

/// Whether an event is a step.
#[must_use]
pub const fn is_step(body: &EventBody) -> bool {
    matches!(body, EventBody::ModelCalled(_) | EventBody::ToolUsed(_))
}

/// The tool uses: events with the same `call_id` are one.
fn uses<'a>(steps: &[&'a Event]) -> Vec<Use<'a>> {
    let mut by_id: BTreeMap<(&str, bool), Use<'a>> = BTreeMap::new();
    let mut uses = Vec::new();
    for step in steps {
        let EventBody::ToolUsed(tool_use) = &step.body else { continue };
        let told = (tool_use.status != ToolStatus::Started).then_some((&step.key, &**tool_use));
        let one = Use {
            last: &step.key,
            told,
            calls: tool_use.model_call_id.as_deref().into_iter().collect(),
            is_utility: is_utility(&step.body),
        };
        match &tool_use.call_id {
            None => uses.push(one),
            Some(id) => match by_id.entry((id.as_str(), one.is_utility)) {
                std::collections::btree_map::Entry::Vacant(slot) => {
                    slot.insert(one);
                }
                std::collections::btree_map::Entry::Occupied(mut slot) => slot.get_mut().join(one),
            },
        }
    }
    uses.extend(by_id.into_values());
    uses
}

impl<'a> Use<'a> {
    fn join(&mut self, other: Self) {
        self.last = self.last.max(other.last);
        if let Some((key, _)) = other.told
            && self.told.is_none_or(|(held, _)| key > held)
        {
            self.told = other.told;
        }
        self.calls.extend(other.calls);
    }

    /// Its place among the steps, given the keys of the calls of the run by their ids.
    fn place(&self, calls: &BTreeMap<&'a str, &'a Key>) -> Place<'a> {
        let call = self.calls.iter().filter_map(|id| calls.get(id).copied()).max();
        match call {
            Some(call) if call > self.last => (call, true, self.last),
            _ => (self.last, true, self.last),
        }
    }
}

/// The last step that is no utility.
fn last<'a>(steps: &[&'a Event], uses: &[Use<'a>]) -> Option<Last<'a>> {
    let mut calls: BTreeMap<&str, &Key> = BTreeMap::new();
    let mut found: Option<(Place<'a>, Last<'a>)> = None;
    let mut see = |place: Place<'a>, step: Last<'a>| {
        if found.as_ref().is_none_or(|(held, _)| place > *held) {
            found = Some((place, step));
        }
    };
    for step in steps {
        let EventBody::ModelCalled(call) = &step.body else { continue };
        if call.role == StepRole::Utility {
            continue;
        }
        see((&step.key, false, &step.key), Last::Call(call));
        if let Some(id) = call.call_id.as_deref() {
            let held = calls.entry(id).or_insert(&step.key);
            *held = (*held).max(&step.key);
        }
    }
    for tool_use in uses.iter().filter(|tool_use| !tool_use.is_utility) {
        see(tool_use.place(&calls), Last::Use(tool_use.told.map(|(_, told)| told)));
    }
    found.map(|(_, last)| last)
}

fn outcome(last: &Last<'_>) -> Option<Outcome> {
    match last {
        Last::Call(call) if call.status == CallStatus::Error => Some(match call.error_type.as_deref() {
            Some("timeout") => Outcome::Timeout,
            _ => Outcome::ModelError,
        }),
        // Had a tool of it been used, that would be the last step.
        Last::Call(call) => (call.asked_tools != Some(true)).then_some(Outcome::Success),
        Last::Use(Some(told)) => is_rejected_by_user(told).then_some(Outcome::Rejected),
        Last::Use(None) => None,
    }
}

fn is_rejected_by_user(told: &ToolUsed) -> bool {
    told.status == ToolStatus::Rejected && told.rejected_by == Some(RejectedBy::User)
}

impl ToldUse {
    fn of(key: &Key, told: &ToolUsed) -> Self {
        let is_rejected = told.status == ToolStatus::Rejected;
        Self {
            key: key.clone(),
            is_error: told.status == ToolStatus::Error,
            rejected_by: is_rejected.then(|| told.rejected_by.unwrap_or(RejectedBy::Policy)),
            duration_ms: told.duration_ms.unwrap_or_default(),
            waited_ms: told.waited_ms.unwrap_or_default(),
        }
    }
}

impl StepFigures {
    fn add_call(&mut self, call: &ModelCalled, step: &Event) {
        self.model_calls += 1;
        let cost = call.cost.or_else(|| {
            match step.priced {
                Some(_) => self.priced_calls += 1,
                None => self.unpriced_calls += 1,
            }
            step.priced
        });
        self.cost_nano_usd += i128::from(cost.unwrap_or_default().0);
        self.input_tokens += i128::from(call.input_tokens);
        self.cache_read_tokens += i128::from(call.cache_read_tokens.unwrap_or_default());
        self.cache_write_tokens += i128::from(call.cache_write_tokens.unwrap_or_default());
        self.output_tokens += i128::from(call.output_tokens);
        self.reasoning_tokens += i128::from(call.reasoning_tokens.unwrap_or_default());
    }

    fn add_use(&mut self, told: &ToldUse) {
        self.tool_uses += 1;
        self.tool_errors += i64::from(told.is_error);
        self.rejections += i64::from(told.rejected_by == Some(RejectedBy::User));
        self.policy_rejections += i64::from(told.rejected_by == Some(RejectedBy::Policy));
        self.tool_time_ms += i128::from(told.duration_ms);
        self.waited_ms += i128::from(told.waited_ms);
    }

    /// Adds other figures.
    pub const fn add(&mut self, other: &Self) {
        self.model_calls += other.model_calls;
        self.priced_calls += other.priced_calls;
        self.unpriced_calls += other.unpriced_calls;
        self.cost_nano_usd += other.cost_nano_usd;
        self.input_tokens += other.input_tokens;
        self.cache_read_tokens += other.cache_read_tokens;
        self.cache_write_tokens += other.cache_write_tokens;
        self.output_tokens += other.output_tokens;
        self.reasoning_tokens += other.reasoning_tokens;
        self.tool_uses += other.tool_uses;
        self.tool_errors += other.tool_errors;
        self.rejections += other.rejections;
        self.policy_rejections += other.policy_rejections;
        self.tool_time_ms += other.tool_time_ms;
        self.waited_ms += other.waited_ms;
    }
}
