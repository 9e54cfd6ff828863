//! A run, as described by all of its events together.
use super::keyed::{Keyed, keep_first, keep_last};
use domain::{Day, Event, EventBody, Instant, Key, RunCompleted, SessionId, Totals, UserId};
use std::sync::Arc;

/// The state of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its first event: the key, and the session that it names.
    pub first: Keyed<SessionId>,
    /// Its first `run_started`.
    pub started: Option<Key>,
    /// The person named by the first of its events that names one.
    pub user: Option<Keyed<UserId>>,
    /// The queue wait from the first `run_started` that reports one, in milliseconds.
    pub queue_wait_ms: Option<Keyed<i64>>,
    /// The model named by the first of its events that names one.
    pub model: Option<Keyed<Arc<str>>>,
    /// Its terminal event: the last `run_completed`.
    pub terminal: Option<Keyed<Box<RunCompleted>>>,
}

impl Run {
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

    /// A run with this as its only known event.
    #[must_use]
    pub fn new(event: &Event) -> Self {
        let mut run = Self {
            first: Keyed { key: event.key.clone(), value: event.session_id.clone() },
            started: None,
            user: None,
            queue_wait_ms: None,
            model: None,
            terminal: None,
        };
        run.apply(event);
        run
    }

    /// Applies one of its events; order and repetition do not matter.
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

    /// When it completed.
    #[must_use]
    pub fn completed_at(&self) -> Option<Instant> {
        self.terminal.as_ref().map(|terminal| terminal.key.at)
    }

    /// The UTC day on which it is counted: the day of its terminal event.
    #[must_use]
    pub fn day(&self) -> Option<Day> {
        self.completed_at().map(Instant::day)
    }

    /// Adds its contribution, `times` times, to the totals of its day.
    pub fn contribute(&self, totals: &mut Totals, times: i64) {
        let Some(Keyed { value: completion, .. }) = &self.terminal else { return };
        let mut counts = domain::totals::Counts {
            runs: 1,
            duration_ms: completion.duration_ms.into(),
            cost_nano_usd: completion.cost.0.into(),
            input_tokens: completion.input_tokens.into(),
            output_tokens: completion.output_tokens.into(),
            ..Default::default()
        };
        match completion.category() {
            None => counts.successful_runs = 1,
            Some(category) => counts.add_failure(category),
        }
        if let Some(wait) = &self.queue_wait_ms {
            counts.queue_wait_ms = wait.value.into();
            counts.queue_wait_runs = 1;
        }
        totals.counts.add(&counts, times);
        totals.durations.add(completion.duration_ms, times);
    }
}
