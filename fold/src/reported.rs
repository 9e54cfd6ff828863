//! What the events `run_started` and `run_completed` of one run report.
use super::keyed::{Keyed, keep_first, keep_last};
use domain::{Event, EventBody, Key, RunCompleted, SessionId, UserId};
use std::sync::Arc;

/// What a producer reports of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The first of the events: the key, and the session that it names.
    pub first: Keyed<SessionId>,
    /// The first `run_started`.
    pub started: Option<Key>,
    /// The person named by the first of the events that names one.
    pub user: Option<Keyed<UserId>>,
    /// The queue wait from the first `run_started` that reports one, in milliseconds.
    pub queue_wait_ms: Option<Keyed<i64>>,
    /// The model named by the first of the events that names one.
    pub model: Option<Keyed<Arc<str>>>,
    /// The terminal event: the last `run_completed`.
    pub terminal: Option<Keyed<Box<RunCompleted>>>,
}

impl Reported {
    /// The keys of the events that this state depends on; each position always has the same meaning.
    pub fn keys(&self) -> [Option<&Key>; 6] {
        [
            Some(&self.first.key),
            self.started.as_ref(),
            self.user.as_ref().map(|user| &user.key),
            self.queue_wait_ms.as_ref().map(|wait| &wait.key),
            self.model.as_ref().map(|model| &model.key),
            self.terminal.as_ref().map(|terminal| &terminal.key),
        ]
    }

    /// With this as the only known event.
    #[must_use]
    pub fn new(event: &Event) -> Self {
        let mut reported = Self {
            first: Keyed { key: event.key.clone(), value: event.session_id.clone() },
            started: None,
            user: None,
            queue_wait_ms: None,
            model: None,
            terminal: None,
        };
        reported.apply(event);
        reported
    }

    /// Applies one of the events; order and repetition do not matter.
    pub fn apply(&mut self, event: &Event) {
        let key = &event.key;
        if *key < self.first.key {
            self.first = Keyed { key: key.clone(), value: event.session_id.clone() };
        }
        if let Some(user) = &event.user_id {
            keep_first(&mut self.user, key, user.clone());
        }
        match &event.body {
            EventBody::RunStarted(start) => {
                if self.started.as_ref().is_none_or(|held| key < held) {
                    self.started = Some(key.clone());
                }
                if let Some(wait) = start.queue_wait_ms {
                    keep_first(&mut self.queue_wait_ms, key, wait);
                }
                self.name_model(key, start.model.as_deref());
            }
            EventBody::RunCompleted(completion) => {
                self.name_model(key, completion.model.as_deref());
                keep_last(&mut self.terminal, key, completion.clone());
            }
            _ => {}
        }
    }

    fn name_model(&mut self, key: &Key, model: Option<&str>) {
        if let Some(model) = model {
            keep_first(&mut self.model, key, Arc::from(model));
        }
    }

    /// Whether the terminal event reports every figure, so that none is summed up from model calls.
    #[must_use]
    pub fn reports_all(&self) -> bool {
        self.terminal.as_ref().is_none_or(|terminal| {
            let done = &terminal.value;
            done.cost.is_some() && done.input_tokens.is_some() && done.output_tokens.is_some()
        })
    }
}
