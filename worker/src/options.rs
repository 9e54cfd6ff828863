//! What an operator can configure about projection.
use std::time::Duration;

/// Settings of a worker.
#[derive(Clone, Debug)]
pub struct WorkerOptions {
    /// The maximum number of events per transaction.
    pub batch_events: usize,
    /// How often to poll without having been woken.
    pub poll_every: Duration,
    /// How long after a handoff a completed run counts as an iteration on it.
    pub post_handoff_window: Duration,
    /// How many times an event is tried before it becomes a dead letter.
    pub max_attempts: i16,
    /// The pause after the first failed attempt; it doubles after each further one.
    pub first_retry_after: Duration,
    /// Settings of retention.
    pub retention: RetentionOptions,
}

/// Settings of retention.
#[derive(Clone, Copy, Debug)]
pub struct RetentionOptions {
    /// For how many days events are kept if an organization has no setting of its own; 0 means forever.
    pub days: u32,
    /// How often to look for expired data.
    pub every: Duration,
    /// The maximum number of sessions deleted per transaction.
    pub step_sessions: usize,
    /// After each step, retention pauses for this many times the duration of the step.
    pub rest: u32,
}

impl Default for RetentionOptions {
    fn default() -> Self {
        Self { days: 365, every: Duration::from_secs(60 * 60), step_sessions: 50, rest: 9 }
    }
}

impl Default for WorkerOptions {
    fn default() -> Self {
        Self {
            batch_events: 8_192,
            poll_every: Duration::from_secs(2),
            post_handoff_window: Duration::from_secs(4 * 60 * 60),
            max_attempts: 5,
            first_retry_after: Duration::from_millis(250),
            retention: RetentionOptions::default(),
        }
    }
}

impl WorkerOptions {
    /// The longest pause before a failed event is retried.
    #[must_use]
    pub fn longest_pause(&self) -> Duration {
        self.pause_after(self.max_attempts)
    }

    /// The pause after a failed attempt, for an event that had failed this many times before.
    #[must_use]
    pub fn pause_after(&self, attempts: i16) -> Duration {
        self.first_retry_after.saturating_mul(1 << attempts.clamp(0, 20))
    }

    /// [`Self::post_handoff_window`] in microseconds.
    #[must_use]
    pub fn window_micros(&self) -> i64 {
        i64::try_from(self.post_handoff_window.as_micros()).unwrap_or(i64::MAX)
    }
}
