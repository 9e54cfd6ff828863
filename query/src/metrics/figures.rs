//! Every figure's formula. A ratio or an average over nothing is `None`, never 0 and never NaN.
use domain::totals::Counts;
use domain::{ErrorCategory, NanoUsd, Sketch};

/// The totals of a set of runs and sessions, from which every figure is computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// The whole numbers.
    pub counts: Counts,
    /// Distinct users with at least one of the runs.
    pub active_users: i64,
    /// The durations of the runs; empty where percentiles are not asked for.
    pub durations: Sketch,
}

/// `part / whole`, where there is a whole.
fn ratio(part: impl Into<i128>, whole: impl Into<i128>) -> Option<f64> {
    let whole = whole.into();
    (whole > 0).then(|| part.into() as f64 / whole as f64)
}

/// Dollars for each of `count`, where there are any.
fn usd_each(nano_usd: i128, count: i64) -> Option<f64> {
    ratio(nano_usd, count).map(|nano| nano / NanoUsd::USD as f64)
}

impl Figures {
    /// Those of sets that have no run and no session in common. Active users are added, too: whoever is in two of
    /// the sets counts twice.
    #[must_use]
    pub fn total<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut total = Self::default();
        for Self { counts, active_users, durations } in all {
            total.counts.add(counts, 1);
            total.active_users += active_users;
            total.durations.merge(durations, 1);
        }
        total
    }

    /// Runs for each active user.
    #[must_use]
    pub fn runs_per_active_user(&self) -> Option<f64> {
        ratio(self.counts.runs, self.active_users)
    }

    /// The share of runs that succeeded.
    #[must_use]
    pub fn success_rate(&self) -> Option<f64> {
        ratio(self.counts.successful_runs, self.counts.runs)
    }

    /// The share of runs that did not succeed.
    #[must_use]
    pub fn failure_rate(&self) -> Option<f64> {
        ratio(self.counts.failed_runs(), self.counts.runs)
    }

    /// The share of failures that are of this category.
    #[must_use]
    pub fn failure_share(&self, category: ErrorCategory) -> Option<f64> {
        ratio(self.counts.failures(category), self.counts.failed_runs())
    }

    /// The mean duration of a run, in milliseconds.
    #[must_use]
    pub fn avg_duration_ms(&self) -> Option<f64> {
        ratio(self.counts.duration_ms, self.counts.runs)
    }

    /// The least duration that at least so many percent of the runs do not exceed, in milliseconds.
    #[must_use]
    pub fn duration_percentile_ms(&self, percent: u8) -> Option<f64> {
        self.durations.percentile(percent)
    }

    /// The mean queue wait of the runs that carry one, in milliseconds.
    #[must_use]
    pub fn avg_queue_wait_ms(&self) -> Option<f64> {
        ratio(self.counts.queue_wait_ms, self.counts.queue_wait_runs)
    }

    /// The cost of the runs, in USD.
    #[must_use]
    pub fn cost_usd(&self) -> f64 {
        self.counts.cost_nano_usd as f64 / NanoUsd::USD as f64
    }

    /// The mean cost of a run, in USD.
    #[must_use]
    pub fn cost_per_run_usd(&self) -> Option<f64> {
        usd_each(self.counts.cost_nano_usd, self.counts.runs)
    }

    /// The mean cost of a session, by its own runs on whatever day, in USD.
    #[must_use]
    pub fn cost_per_session_usd(&self) -> Option<f64> {
        usd_each(self.counts.session_cost_nano_usd, self.counts.sessions)
    }

    /// Tokens in and out.
    #[must_use]
    pub const fn total_tokens(&self) -> i128 {
        self.counts.input_tokens + self.counts.output_tokens
    }

    /// The mean tokens of a run, in and out.
    #[must_use]
    pub fn tokens_per_run(&self) -> Option<f64> {
        ratio(self.total_tokens(), self.counts.runs)
    }

    /// Tokens in for each token out.
    #[must_use]
    pub fn input_output_token_ratio(&self) -> Option<f64> {
        ratio(self.counts.input_tokens, self.counts.output_tokens)
    }

    /// The share of input tokens that came from a cache.
    #[must_use]
    pub fn cache_hit_rate(&self) -> Option<f64> {
        ratio(self.counts.cache_read_tokens, self.counts.input_tokens)
    }

    /// The mean runs of a session.
    #[must_use]
    pub fn runs_per_session(&self) -> Option<f64> {
        ratio(self.counts.session_runs, self.counts.sessions)
    }

    /// The mean active agent time of a session, in milliseconds.
    #[must_use]
    pub fn active_time_per_session_ms(&self) -> Option<f64> {
        ratio(self.counts.session_active_ms, self.counts.sessions)
    }

    /// The mean lifespan of a session, in milliseconds.
    #[must_use]
    pub fn lifespan_per_session_ms(&self) -> Option<f64> {
        ratio(self.counts.session_lifespan_ms, self.counts.sessions)
    }

    /// The share of sessions that were handed off at least once.
    #[must_use]
    pub fn handoff_rate(&self) -> Option<f64> {
        ratio(self.counts.handoff_sessions, self.counts.sessions)
    }

    /// The share of sessions in which a run followed a handoff.
    #[must_use]
    pub fn post_handoff_rate(&self) -> Option<f64> {
        ratio(self.counts.post_handoff_sessions, self.counts.sessions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_nothing_every_ratio_is_null() {
        let nothing = Figures::default();
        let ratios = [
            nothing.runs_per_active_user(),
            nothing.success_rate(),
            nothing.failure_rate(),
            nothing.failure_share(ErrorCategory::Tool),
            nothing.avg_duration_ms(),
            nothing.duration_percentile_ms(95),
            nothing.avg_queue_wait_ms(),
            nothing.cost_per_run_usd(),
            nothing.cost_per_session_usd(),
            nothing.tokens_per_run(),
            nothing.input_output_token_ratio(),
            nothing.cache_hit_rate(),
            nothing.runs_per_session(),
            nothing.active_time_per_session_ms(),
            nothing.lifespan_per_session_ms(),
            nothing.handoff_rate(),
            nothing.post_handoff_rate(),
        ];
        assert!(ratios.iter().all(Option::is_none), "{ratios:?}");
        assert!(nothing.cost_usd().abs() < f64::EPSILON);
    }

    #[test]
    fn each_figure_over_its_own_base() {
        let figures = Figures {
            counts: Counts {
                runs: 8,
                successful_runs: 6,
                failed_tool: 1,
                failed_other: 1,
                duration_ms: 80_000,
                queue_wait_ms: 900,
                queue_wait_runs: 3,
                cost_nano_usd: 4_000_000_000,
                input_tokens: 3_000,
                output_tokens: 1_000,
                cache_read_tokens: 750,
                sessions: 4,
                session_runs: 10,
                session_active_ms: 100_000,
                session_lifespan_ms: 400_000,
                session_cost_nano_usd: 6_000_000_000,
                handoff_sessions: 2,
                post_handoff_sessions: 1,
                ..Counts::default()
            },
            active_users: 2,
            durations: Sketch::default(),
        };
        assert_eq!(figures.runs_per_active_user(), Some(4.0));
        assert_eq!(figures.success_rate(), Some(0.75));
        assert_eq!(figures.failure_rate(), Some(0.25));
        assert_eq!(figures.failure_share(ErrorCategory::Tool), Some(0.5));
        assert_eq!(figures.failure_share(ErrorCategory::Model), Some(0.0));
        assert_eq!(figures.avg_duration_ms(), Some(10_000.0));
        assert_eq!(figures.avg_queue_wait_ms(), Some(300.0));
        assert_eq!(figures.cost_per_run_usd(), Some(0.5));
        assert_eq!(figures.cost_per_session_usd(), Some(1.5));
        assert_eq!(figures.total_tokens(), 4_000);
        assert_eq!(figures.tokens_per_run(), Some(500.0));
        assert_eq!(figures.input_output_token_ratio(), Some(3.0));
        assert_eq!(figures.cache_hit_rate(), Some(0.25));
        assert_eq!(figures.runs_per_session(), Some(2.5));
        assert_eq!(figures.active_time_per_session_ms(), Some(25_000.0));
        assert_eq!(figures.lifespan_per_session_ms(), Some(100_000.0));
        assert_eq!(figures.handoff_rate(), Some(0.5));
        assert_eq!(figures.post_handoff_rate(), Some(0.25));
    }
}
