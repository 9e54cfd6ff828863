//! One row of `run_facts`.
use super::membership::is_prompt;
use super::outcome::{self, Outcome};
use domain::{
    CallStatus, CostSource, ErrorCategory, Event, EventBody, Mode, ModelCalled, RunCompleted, RunStatus, StepRole,
    ToolStatus,
};

/// All columns of a run except its primary key, `keys` and `steps`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of entities::run_fact")]
pub struct Run {
    pub first_at: i64,
    pub started_event_at: Option<i64>,
    pub completed_at: Option<i64>,
    pub duration_ms: Option<i64>,
    pub queue_wait_ms: Option<i64>,
    pub cost_nano_usd: Option<i64>,
    pub input_tokens: Option<i64>,
    pub output_tokens: Option<i64>,
    pub cache_read_tokens: Option<i64>,
    pub cache_write_tokens: Option<i64>,
    pub status: Option<i16>,
    pub session_id: String,
    pub user_id: Option<String>,
    pub first_model: Option<String>,
    pub terminal_model: Option<String>,
    pub error_type: Option<String>,
    pub artifacts: Option<String>,
    pub reasoning_tokens: Option<i64>,
    pub model_calls: Option<i64>,
    pub unpriced_calls: Option<i64>,
    pub tool_uses: Option<i64>,
    pub tool_errors: Option<i64>,
    pub rejections: Option<i64>,
    pub policy_rejections: Option<i64>,
    pub tool_time_ms: Option<i64>,
    pub waited_ms: Option<i64>,
    pub open_at: Option<i64>,
    pub alive_at: Option<i64>,
    pub cost_source: Option<i16>,
    pub is_inferred: bool,
    pub prompt_mode: Option<i16>,
}

impl Run {
    /// The run described by these events, ordered by time: its reported start and end, its prompts and its steps.
    /// `has_later` tells whether the session has a later run.
    pub(super) fn of(events: &[&Event], has_later: bool) -> Self {
        let Some(first) = events.first() else { return Self::default() };
        let started: Vec<&Event> =
            events.iter().copied().filter(|event| matches!(event.body, EventBody::RunStarted(_))).collect();
        let ends = events.iter().rev().find_map(|event| Some((event, completion_of(event)?)));
        let steps: Vec<&Event> = events.iter().copied().filter(|event| is_step(event)).collect();
        let prompt = events.iter().find(|event| matches!(event.body, EventBody::MessageCreated(_)));
        let main: Vec<&Event> = steps.iter().copied().filter(|step| !is_utility(step)).collect();
        let is_inferred = started.is_empty() && ends.is_none();
        let mut run = Self {
            first_at: first.occurred_at().0,
            started_event_at: started.first().map(|event| event.occurred_at().0),
            queue_wait_ms: started.iter().find_map(|event| queue_wait_of(event)),
            session_id: first.session_id.to_string(),
            user_id: events.iter().find_map(|event| event.user_id.as_ref()).map(ToString::to_string),
            first_model: events.iter().find_map(|event| model_of(event)).map(ToOwned::to_owned),
            is_inferred,
            prompt_mode: mode_of_prompt(events).map(Mode::code),
            ..Self::default()
        };
        if started.is_empty() && !steps.is_empty() {
            let last = steps.iter().rev().find_map(|step| main_call_of(step));
            run.first_model = last.map(|call| call.model.clone());
        }
        let at = |event: &&Event| event.occurred_at().0;
        let start = prompt.map(|event| event.occurred_at().0).or_else(|| steps.first().map(at));
        let last_step = steps.last().map(at);
        let end = main.last().map(at).or_else(|| prompt.map(|event| event.occurred_at().0)).or(last_step);
        if is_inferred {
            run.started_event_at = start;
        }
        let calls: Vec<(&Event, &ModelCalled)> =
            steps.iter().filter_map(|step| Some((*step, call_of(step)?))).collect();
        if let Some((event, completion)) = ends {
            run.completed_at = Some(event.occurred_at().0);
            run.duration_ms = Some(completion.duration_ms);
            run.status = Some(completion.status.code());
            run.terminal_model.clone_from(&completion.model);
            run.error_type.clone_from(&completion.error_type);
            run.artifacts = completion.artifacts.as_ref().and_then(|artifacts| serde_json::to_string(artifacts).ok());
        } else if is_inferred {
            run.infer(outcome::of(&main), has_later, start, end);
        }
        let has_open_money = run.completed_at.is_none() && (prompt.is_some() || !steps.is_empty());
        if has_open_money {
            run.open_at = main.last().map(at).or(last_step).or(start);
            run.alive_at = if is_inferred { last_step.or(start) } else { None };
        }
        if run.completed_at.is_some() || has_open_money {
            run.count_money(ends.map(|(_, completion)| completion), &calls);
        }
        run.count_steps(&steps, &calls);
        let reports_all =
            |end: &RunCompleted| end.cost.is_some() && end.input_tokens.is_some() && end.output_tokens.is_some();
        let is_plain = steps.is_empty() && prompt.is_none() && ends.is_none_or(|(_, end)| reports_all(end));
        if is_plain {
            run.cost_source = None;
        }
        run
    }

    fn infer(&mut self, outcome: Option<Outcome>, has_later: bool, start: Option<i64>, end: Option<i64>) {
        let (status, error_type) = match outcome {
            Some(Outcome::Success) => (RunStatus::Success, None),
            Some(Outcome::ModelError) => (RunStatus::Fail, Some("model_error")),
            Some(Outcome::Timeout) => (RunStatus::Fail, Some("timeout")),
            Some(Outcome::RejectedByPerson) => (RunStatus::Cancelled, None),
            None if has_later => (RunStatus::Cancelled, None),
            None => return,
        };
        let (Some(start), Some(end)) = (start, end) else { return };
        self.status = Some(status.code());
        self.error_type = error_type.map(ToOwned::to_owned);
        self.completed_at = Some(end);
        self.duration_ms = Some(((end - start) / 1_000).max(0));
    }

    fn count_money(&mut self, end: Option<&RunCompleted>, calls: &[(&Event, &ModelCalled)]) {
        let sum = |of: fn(&ModelCalled) -> Option<i64>| calls.iter().filter_map(|(_, call)| of(call)).sum::<i64>();
        let cost_of = |(event, call): &(&Event, &ModelCalled)| call.cost.or(event.priced);
        let unpriced = calls.iter().filter(|call| cost_of(call).is_none()).count();
        let priced = calls.iter().filter(|(event, call)| call.cost.is_none() && event.priced.is_some()).count();
        let cost = calls.iter().filter_map(cost_of).map(|cost| cost.0).sum();
        self.cost_nano_usd = Some(end.and_then(|end| end.cost).map_or(cost, |cost| cost.0));
        self.input_tokens = Some(end.and_then(|end| end.input_tokens).unwrap_or(sum(|call| Some(call.input_tokens))));
        self.output_tokens =
            Some(end.and_then(|end| end.output_tokens).unwrap_or(sum(|call| Some(call.output_tokens))));
        let has_calls = !calls.is_empty();
        let cached = |reported: Option<i64>, sum: i64| reported.or(has_calls.then_some(sum));
        self.cache_read_tokens = cached(end.and_then(|end| end.cache_read_tokens), sum(|call| call.cache_read_tokens));
        self.cache_write_tokens =
            cached(end.and_then(|end| end.cache_write_tokens), sum(|call| call.cache_write_tokens));
        let source = if end.is_some_and(|end| end.cost.is_some()) {
            CostSource::Reported
        } else if unpriced > 0 || !has_calls {
            CostSource::Unknown
        } else if priced > 0 {
            CostSource::Priced
        } else {
            CostSource::Reported
        };
        self.cost_source = Some(source.code());
        self.unpriced_calls = Some(if end.is_some_and(|end| end.cost.is_some()) { 0 } else { unpriced as i64 });
    }

    fn count_steps(&mut self, steps: &[&Event], calls: &[(&Event, &ModelCalled)]) {
        if steps.is_empty() {
            self.unpriced_calls = None;
            return;
        }
        self.model_calls = Some(calls.len() as i64);
        self.reasoning_tokens = Some(calls.iter().filter_map(|(_, call)| call.reasoning_tokens).sum());
        let told: Vec<_> = outcome::uses(steps).into_iter().filter_map(|tool_use| tool_use.told).collect();
        let count = |is: &dyn Fn(&domain::ToolUsed) -> bool| Some(told.iter().filter(|told| is(told)).count() as i64);
        let by_person = outcome::is_rejected_by_person;
        self.tool_uses = count(&|_| true);
        self.tool_errors = count(&|told| told.status == ToolStatus::Error);
        self.rejections = count(&|told| by_person(told));
        self.policy_rejections = count(&|told| told.status == ToolStatus::Rejected && !by_person(told));
        self.tool_time_ms = Some(told.iter().filter_map(|told| told.duration_ms).sum());
        self.waited_ms = Some(told.iter().filter_map(|told| told.waited_ms).sum());
    }

    pub(super) const fn is_completed(&self) -> bool {
        self.completed_at.is_some()
    }

    /// Whether its cost and tokens count: it is completed, or open with a prompt or steps.
    pub(super) const fn counts(&self) -> bool {
        self.completed_at.is_some() || self.open_at.is_some()
    }

    pub(super) fn succeeded(&self) -> bool {
        self.status == Some(RunStatus::Success.code())
    }

    /// The category of its failure.
    pub(super) fn category(&self) -> Option<ErrorCategory> {
        let cancelled_or_failed = self.is_completed() && !self.succeeded();
        cancelled_or_failed.then(|| match self.error_type.as_deref() {
            Some("tool_error") => ErrorCategory::Tool,
            Some("model_error") => ErrorCategory::Model,
            Some("timeout") => ErrorCategory::Timeout,
            _ if self.status == Some(RunStatus::Timeout.code()) => ErrorCategory::Timeout,
            _ => ErrorCategory::Other,
        })
    }
}

/// The mode of the prompt among the events of a run: the one that it names, or else that of the first step that names
/// one.
pub(super) fn mode_of_prompt(events: &[&Event]) -> Option<Mode> {
    let named = |event: &Event| event.origin.as_ref().and_then(|origin| origin.mode);
    let prompt = events.iter().find(|event| is_prompt(event))?;
    named(prompt).or_else(|| events.iter().filter(|event| is_step(event)).find_map(|step| named(step)))
}

pub(super) const fn is_step(event: &Event) -> bool {
    matches!(event.body, EventBody::ModelCalled(_) | EventBody::ToolUsed(_))
}

pub(super) fn is_utility(event: &Event) -> bool {
    match &event.body {
        EventBody::ModelCalled(call) => call.role == StepRole::Utility,
        EventBody::ToolUsed(tool_use) => tool_use.role == Some(StepRole::Utility),
        _ => false,
    }
}

fn call_of(event: &Event) -> Option<&ModelCalled> {
    match &event.body {
        EventBody::ModelCalled(call) => Some(call),
        _ => None,
    }
}

fn main_call_of(event: &Event) -> Option<&ModelCalled> {
    call_of(event).filter(|call| call.role == StepRole::Main)
}

/// Whether a call ended with an error.
pub(super) fn has_failed(call: &ModelCalled) -> bool {
    call.status == CallStatus::Error
}

fn completion_of(event: &Event) -> Option<&RunCompleted> {
    match &event.body {
        EventBody::RunCompleted(completion) => Some(completion),
        _ => None,
    }
}

fn queue_wait_of(event: &Event) -> Option<i64> {
    match &event.body {
        EventBody::RunStarted(start) => start.queue_wait_ms,
        _ => None,
    }
}

fn model_of(event: &Event) -> Option<&str> {
    match &event.body {
        EventBody::RunStarted(start) => start.model.as_deref(),
        EventBody::RunCompleted(completion) => completion.model.as_deref(),
        EventBody::ModelCalled(call) => Some(&call.model),
        _ => None,
    }
}
