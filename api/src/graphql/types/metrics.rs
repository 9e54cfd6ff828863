//! The figures of a set of runs and sessions.
use crate::graphql::scalars::Int64;
use crate::graphql::types::enums::ErrorCategory;
use async_graphql::{Object, SimpleObject};
use domain::totals::{Counts, told};
use query::metrics::Figures;
use std::sync::Arc;

/// The same figures wherever a set of runs and sessions is summed: an organization, a user, a bucket
/// of a trend. Only completed runs count, but the cost, tokens and steps of open ones do, too. A ratio or an average
/// over nothing is null.
#[derive(Clone, Debug)]
pub struct Metrics {
    figures: Arc<Figures>,
    previous: Option<Arc<Figures>>,
}

impl Metrics {
    /// Figures that know of no period before.
    #[must_use]
    pub fn alone(figures: impl Into<Arc<Figures>>) -> Self {
        Self { figures: figures.into(), previous: None }
    }

    /// Says how many users are active, where the figures were summed without them.
    pub fn set_active_users(&mut self, active_users: i64) {
        Arc::make_mut(&mut self.figures).active_users = active_users;
    }

    /// Figures with those of the period before.
    #[must_use]
    pub fn with_previous(figures: impl Into<Arc<Figures>>, previous: impl Into<Arc<Figures>>) -> Self {
        Self { figures: figures.into(), previous: Some(previous.into()) }
    }
}

/// The same figures wherever a set of runs and sessions is summed: an organization, a user, a bucket
/// of a trend. Only completed runs count, but the cost, tokens and steps of open ones do, too. A ratio or an average
/// over nothing is null.
#[Object]
impl Metrics {
    /// Distinct users with at least one run in the period.
    async fn active_users(&self) -> Int64 {
        Int64(self.figures.active_users)
    }

    /// Sessions that started in the period.
    async fn sessions(&self) -> Int64 {
        Int64(self.figures.counts.sessions)
    }

    /// Runs whose terminal event is in the period.
    async fn runs(&self) -> Int64 {
        Int64(self.figures.counts.runs)
    }

    /// Runs / active users; null without active users.
    async fn runs_per_active_user(&self) -> Option<f64> {
        self.figures.runs_per_active_user()
    }

    /// Runs that ended with SUCCESS.
    async fn successful_runs(&self) -> Int64 {
        Int64(self.figures.counts.successful_runs)
    }

    /// Runs that ended with any other status.
    async fn failed_runs(&self) -> Int64 {
        Int64(self.figures.counts.failed_runs())
    }

    /// Successful runs / runs, 0 to 1; null without runs.
    async fn success_rate(&self) -> Option<f64> {
        self.figures.success_rate()
    }

    /// Failed runs / runs, 0 to 1; null without runs.
    async fn failure_rate(&self) -> Option<f64> {
        self.figures.failure_rate()
    }

    /// Average duration of a run, in milliseconds; null without runs.
    async fn avg_duration_ms(&self) -> Option<f64> {
        self.figures.avg_duration_ms()
    }

    /// Half of the runs took at most this long, in milliseconds, within 1 %; null without runs and
    /// in the summary of a list of sessions.
    async fn p50_duration_ms(&self) -> Option<f64> {
        self.figures.duration_percentile_ms(50)
    }

    /// 90 % of the runs took at most this long; see p50DurationMs.
    async fn p90_duration_ms(&self) -> Option<f64> {
        self.figures.duration_percentile_ms(90)
    }

    /// 95 % of the runs took at most this long; see p50DurationMs.
    async fn p95_duration_ms(&self) -> Option<f64> {
        self.figures.duration_percentile_ms(95)
    }

    /// 99 % of the runs took at most this long; see p50DurationMs.
    async fn p99_duration_ms(&self) -> Option<f64> {
        self.figures.duration_percentile_ms(99)
    }

    /// Average queue wait of the runs that report one, in milliseconds; null if none does, and in
    /// the summary of a list of sessions.
    async fn avg_queue_wait_ms(&self) -> Option<f64> {
        self.figures.avg_queue_wait_ms()
    }

    /// Cost of the runs, in USD, for display; costNanoUsd is exact.
    async fn cost_usd(&self) -> f64 {
        self.figures.cost_usd()
    }

    /// Cost of the runs, in nano-USD (1 USD = 1 000 000 000), exact.
    async fn cost_nano_usd(&self) -> Int64 {
        Int64(told(self.figures.counts.cost_nano_usd))
    }

    /// Cost / runs, in USD; null without runs.
    async fn cost_per_run_usd(&self) -> Option<f64> {
        self.figures.cost_per_run_usd()
    }

    /// Cost of the sessions' own runs, on any day, / sessions, in USD; null without sessions.
    async fn cost_per_session_usd(&self) -> Option<f64> {
        self.figures.cost_per_session_usd()
    }

    /// Tokens that the models read in the runs.
    async fn input_tokens(&self) -> Int64 {
        Int64(told(self.figures.counts.input_tokens))
    }

    /// Input tokens of the runs that came from a cache.
    async fn cache_read_tokens(&self) -> Int64 {
        Int64(told(self.figures.counts.cache_read_tokens))
    }

    /// Input tokens of the runs that were written to a cache.
    async fn cache_write_tokens(&self) -> Int64 {
        Int64(told(self.figures.counts.cache_write_tokens))
    }

    /// Input tokens that came from a cache / input tokens, 0 to 1; null without input tokens.
    async fn cache_hit_rate(&self) -> Option<f64> {
        self.figures.cache_hit_rate()
    }

    /// Open runs of the period: without an outcome, but with a prompt or a step. They count in no number of runs, but
    /// their cost, tokens and steps count.
    async fn open_runs(&self) -> Int64 {
        Int64(self.figures.counts.open_runs)
    }

    /// Model calls whose cost is not known, and so is missing from the cost.
    async fn unpriced_calls(&self) -> Int64 {
        Int64(self.figures.counts.unpriced_calls)
    }

    /// Tool uses of the runs.
    async fn tool_uses(&self) -> Int64 {
        Int64(self.figures.counts.tool_uses)
    }

    /// Tool uses that ended with an error.
    async fn tool_errors(&self) -> Int64 {
        Int64(self.figures.counts.tool_errors)
    }

    /// Tool uses that a person rejected.
    async fn rejections(&self) -> Int64 {
        Int64(self.figures.counts.rejections)
    }

    /// Tool uses that a rule rejected.
    async fn policy_rejections(&self) -> Int64 {
        Int64(self.figures.counts.policy_rejections)
    }

    /// Durations of the tool uses, in milliseconds.
    async fn tool_time_ms(&self) -> Int64 {
        Int64(told(self.figures.counts.tool_time_ms))
    }

    /// How long tool uses waited for a person, in milliseconds.
    async fn waited_ms(&self) -> Int64 {
        Int64(told(self.figures.counts.waited_ms))
    }

    /// What the agents' activity events of the period count.
    async fn activity(&self) -> Activity {
        Activity::of(&self.figures.counts)
    }

    /// Tokens that the models wrote in the runs.
    async fn output_tokens(&self) -> Int64 {
        Int64(told(self.figures.counts.output_tokens))
    }

    /// Input and output tokens together.
    async fn total_tokens(&self) -> Int64 {
        Int64(told(self.figures.total_tokens()))
    }

    /// Total tokens / runs; null without runs.
    async fn tokens_per_run(&self) -> Option<f64> {
        self.figures.tokens_per_run()
    }

    /// Input tokens / output tokens; null without output tokens.
    async fn input_output_token_ratio(&self) -> Option<f64> {
        self.figures.input_output_token_ratio()
    }

    /// Runs of the sessions, on any day, / sessions; null without sessions.
    async fn runs_per_session(&self) -> Option<f64> {
        self.figures.runs_per_session()
    }

    /// Durations of the sessions' runs, on any day, / sessions, in milliseconds; null without
    /// sessions.
    async fn active_time_per_session_ms(&self) -> Option<f64> {
        self.figures.active_time_per_session_ms()
    }

    /// Average time from the first to the last event of a session, in milliseconds; null without
    /// sessions.
    async fn lifespan_per_session_ms(&self) -> Option<f64> {
        self.figures.lifespan_per_session_ms()
    }

    /// Sessions with at least one local handoff / sessions, 0 to 1; null without sessions.
    async fn handoff_rate(&self) -> Option<f64> {
        self.figures.handoff_rate()
    }

    /// Sessions in which a run ended within 4 hours after a handoff / sessions, 0 to 1; null without
    /// sessions.
    async fn post_handoff_rate(&self) -> Option<f64> {
        self.figures.post_handoff_rate()
    }

    /// The same figures for the previous period of the same length; null inside trends, summaries
    /// and previous itself.
    async fn previous(&self) -> Option<Metrics> {
        self.previous.as_ref().map(|figures| Self::alone(Arc::clone(figures)))
    }
}

/// What activity events count: work outside of model calls and tools.
#[derive(Clone, Debug, SimpleObject)]
pub struct Activity {
    /// Lines added.
    pub lines_added: Int64,
    /// Lines deleted.
    pub lines_deleted: Int64,
    /// Commits.
    pub commits: Int64,
    /// Pull requests.
    pub pull_requests: Int64,
    /// Edits that a person accepted.
    pub edits_accepted: Int64,
    /// Edits that a person rejected.
    pub edits_rejected: Int64,
    /// How long people were active, in milliseconds.
    pub user_active_ms: Int64,
    /// How long agents were active, in milliseconds.
    pub agent_active_ms: Int64,
}

impl Activity {
    /// The activity in these counts.
    #[must_use]
    pub const fn of(counts: &Counts) -> Self {
        Self {
            lines_added: Int64(told(counts.lines_added)),
            lines_deleted: Int64(told(counts.lines_deleted)),
            commits: Int64(told(counts.commits)),
            pull_requests: Int64(told(counts.pull_requests)),
            edits_accepted: Int64(told(counts.edits_accepted)),
            edits_rejected: Int64(told(counts.edits_rejected)),
            user_active_ms: Int64(told(counts.user_active_ms)),
            agent_active_ms: Int64(told(counts.agent_active_ms)),
        }
    }
}

/// How many runs of the period failed in this category.
#[derive(Clone, Debug, SimpleObject)]
pub struct FailureCategoryCount {
    /// The category.
    pub category: ErrorCategory,
    /// Runs that failed in it.
    pub count: Int64,
    /// Those / all failed runs, 0 to 1.
    pub share: f64,
}

impl FailureCategoryCount {
    /// All categories, in the order of the enum; none at all without a failed run, because there is
    /// no share of nothing.
    #[must_use]
    pub fn all(figures: &Figures) -> Vec<Self> {
        let count = |category: &domain::ErrorCategory| {
            let share = figures.failure_share(*category)?;
            let count = Int64(figures.counts.failures(*category));
            Some(Self { category: (*category).into(), count, share })
        };
        domain::ErrorCategory::ALL.iter().filter_map(count).collect()
    }
}
