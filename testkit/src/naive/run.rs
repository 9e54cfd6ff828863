//! One row of `run_facts`.
use domain::{ErrorCategory, Event, EventBody, RunCompleted, RunStatus};

/// All columns of a run except its primary key and `keys`.
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
}

impl Run {
    /// The run described by these events, ordered by time.
    pub(super) fn of(events: &[&Event]) -> Self {
        let Some(first) = events.first() else { return Self::default() };
        let started: Vec<&Event> =
            events.iter().copied().filter(|event| matches!(event.body, EventBody::RunStarted(_))).collect();
        let mut run = Self {
            first_at: first.occurred_at().0,
            started_event_at: started.first().map(|event| event.occurred_at().0),
            queue_wait_ms: started.iter().find_map(|event| queue_wait_of(event)),
            session_id: first.session_id.to_string(),
            user_id: events.iter().find_map(|event| event.user_id.as_ref()).map(ToString::to_string),
            first_model: events.iter().find_map(|event| model_of(event)).map(ToOwned::to_owned),
            ..Self::default()
        };
        let ends = events.iter().rev().find_map(|event| Some((event, completion_of(event)?)));
        if let Some((event, end)) = ends {
            run.completed_at = Some(event.occurred_at().0);
            run.end(end);
        }
        run
    }

    fn end(&mut self, end: &RunCompleted) {
        self.duration_ms = Some(end.duration_ms);
        self.cost_nano_usd = Some(end.cost.0);
        self.input_tokens = Some(end.input_tokens);
        self.output_tokens = Some(end.output_tokens);
        self.cache_read_tokens = end.cache_read_tokens;
        self.cache_write_tokens = end.cache_write_tokens;
        self.status = Some(end.status.code());
        self.terminal_model.clone_from(&end.model);
        self.error_type.clone_from(&end.error_type);
        self.artifacts = end.artifacts.as_ref().and_then(|artifacts| serde_json::to_string(artifacts).ok());
    }

    pub(super) const fn is_completed(&self) -> bool {
        self.completed_at.is_some()
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
        _ => None,
    }
}
