//! A session: the state from its own events, and the totals of its runs and handoffs.
use super::Run;
use super::keyed::{Keyed, keep_first};
use domain::totals::Counts;
use domain::{Day, Event, EventBody, Instant, UserId};
use std::sync::Arc;

/// What is known from the events that name the session.
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
}

impl Session {
    /// A session with this as its only known event.
    #[must_use]
    pub fn new(event: &Event) -> Self {
        let at = event.occurred_at();
        let mut session =
            Self { first_event_at: at, last_event_at: at, first_message_at: None, user: None, repo: None };
        session.apply(event);
        session
    }

    /// Applies one of its events; order and repetition do not matter.
    pub fn apply(&mut self, event: &Event) {
        let at = event.occurred_at();
        self.first_event_at = self.first_event_at.min(at);
        self.last_event_at = self.last_event_at.max(at);
        if let Some(user) = &event.user_id {
            keep_first(&mut self.user, &event.key, user.clone());
        }
        let repo = match &event.body {
            EventBody::MessageCreated(message) => {
                self.first_message_at = Some(self.first_message_at.map_or(at, |held| held.min(at)));
                &message.repo_id
            }
            EventBody::RunStarted(start) => &start.repo_id,
            _ => &None,
        };
        if let Some(repo) = repo {
            keep_first(&mut self.repo, &event.key, Arc::from(repo.as_str()));
        }
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
    /// Sum of the durations of completed runs, in milliseconds.
    pub active_time_ms: i128,
    /// Sum of the costs of completed runs, in nano-USD.
    pub cost_nano_usd: i128,
    /// Sum of the input tokens of completed runs.
    pub input_tokens: i128,
    /// Sum of the output tokens of completed runs.
    pub output_tokens: i128,
    /// Number of handoffs.
    pub handoff_count: i64,
    /// Whether a run completed within the window after any handoff.
    pub post_handoff: bool,
    /// Of the runs without a terminal event, the one that began last: the time of its first event.
    pub last_open_run_at: Option<Instant>,
}

impl SessionTotals {
    /// Sums up the runs and handoffs of one session.
    #[must_use]
    pub fn of(runs: &[&Run], handoffs: &[Instant], window_micros: i64) -> Self {
        let mut totals = Self { handoff_count: handoffs.len() as i64, ..Self::default() };
        let mut completed = Vec::with_capacity(runs.len());
        for run in runs {
            match &run.terminal {
                Some(terminal) => {
                    totals.add(terminal);
                    completed.push(terminal.key.at);
                }
                None => totals.last_open_run_at = totals.last_open_run_at.max(Some(run.first.key.at)),
            }
        }
        completed.sort_unstable();
        totals.post_handoff = handoffs.iter().any(|handoff| is_followed(*handoff, &completed, window_micros));
        totals
    }

    /// The sums, each with the name of its column.
    #[must_use]
    pub const fn sums(&self) -> [(&'static str, i128); 4] {
        [
            ("active_time_ms", self.active_time_ms),
            ("cost_nano_usd", self.cost_nano_usd),
            ("input_tokens", self.input_tokens),
            ("output_tokens", self.output_tokens),
        ]
    }

    fn add(&mut self, terminal: &Keyed<Box<domain::RunCompleted>>) {
        let completion = &terminal.value;
        self.run_count += 1;
        self.successful_runs += i64::from(completion.category().is_none());
        self.active_time_ms += i128::from(completion.duration_ms);
        self.cost_nano_usd += i128::from(completion.cost.0);
        self.input_tokens += i128::from(completion.input_tokens);
        self.output_tokens += i128::from(completion.output_tokens);
    }
}

/// Whether a run completed in (handoff, handoff + window]; `completed` is sorted.
fn is_followed(handoff: Instant, completed: &[Instant], window_micros: i64) -> bool {
    let next = completed.partition_point(|at| *at <= handoff);
    completed.get(next).is_some_and(|at| *at <= handoff.plus_micros(window_micros))
}
