//! What has to be known of a script in the end, whoever reported it, in whatever order.
use super::{Ending, Script, Step, ToolEnd, Turn};
use domain::{ActivityCounted, Instant, Mode, NanoUsd, RunStatus, StepRole};

/// What has to be known of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it begins.
    pub started_at: Instant,
    /// When it ends and how; `None` if it stays open.
    pub ended: Option<(Instant, RunStatus)>,
    /// Tokens that its models read, caches included.
    pub input_tokens: i64,
    /// Those of them that come from a cache.
    pub cache_read_tokens: i64,
    /// Those of them that are written to a cache.
    pub cache_write_tokens: i64,
    /// Tokens that its models write, reasoning included.
    pub output_tokens: i64,
    /// The cost that its agent reports, if it reports any.
    pub cost: Option<NanoUsd>,
    /// Its model.
    pub model: Option<&'static str>,
    /// Its model calls.
    pub calls: i64,
    /// Those of them that fail.
    pub failed_calls: i64,
    /// Its tool uses that end, or are rejected.
    pub tool_uses: i64,
}

impl Script {
    /// The runs, in the order in which they begin.
    #[must_use]
    pub fn runs(&self) -> Vec<Run> {
        self.turns.iter().enumerate().map(|(number, turn)| self.run(turn, number + 1 < self.turns.len())).collect()
    }

    /// When the person takes over a session that the agent worked on alone, as far as the agent's mode is told.
    #[must_use]
    pub fn handoffs(&self) -> Vec<Instant> {
        if !self.agent.tells_mode() {
            return Vec::new();
        }
        let takes_over = |pair: &&[Turn]| pair[0].mode == Mode::Headless && pair[1].mode == Mode::Interactive;
        self.turns.windows(2).filter(takes_over).map(|pair| pair[1].at).collect()
    }

    /// What all turns change together.
    #[must_use]
    pub fn activity(&self) -> ActivityCounted {
        let mut all = ActivityCounted::default();
        for turn in &self.turns {
            add(&mut all, &turn.activity);
        }
        all
    }

    fn run(&self, turn: &Turn, is_followed: bool) -> Run {
        let end = self.end_of(turn);
        let ended = match turn.ending {
            Ending::Answered => Some((end, RunStatus::Success)),
            // A call without an answer in time is a failed one; only its category is its own.
            Ending::Failed | Ending::TimedOut => Some((end, RunStatus::Fail)),
            Ending::Rejected => Some((end, RunStatus::Cancelled)),
            Ending::Interrupted => is_followed.then_some((end, RunStatus::Cancelled)),
        };
        let sum = |of: fn(&super::Call) -> i64| turn.calls().map(of).sum();
        let costs: Vec<i64> = turn.calls().filter_map(|call| call.cost).map(|cost| cost.0).collect();
        Run {
            started_at: turn.at,
            ended,
            input_tokens: sum(|call| call.input_tokens),
            cache_read_tokens: sum(|call| call.cache_read_tokens),
            cache_write_tokens: sum(|call| call.cache_write_tokens),
            output_tokens: sum(|call| call.output_tokens),
            cost: (!costs.is_empty()).then(|| NanoUsd(costs.iter().sum())),
            model: turn.calls().filter(|call| call.role == StepRole::Main).last().map(|call| call.model),
            calls: sum(|_| 1),
            failed_calls: sum(|call| i64::from(call.failure.is_some())),
            tool_uses: turn.steps.iter().filter(|step| is_use(step)).count() as i64,
        }
    }

    /// When the agent's work on a turn ends.
    pub(crate) fn end_of(&self, turn: &Turn) -> Instant {
        let steps = turn.steps.iter().filter(|step| step.role() != StepRole::Utility);
        let last = steps.map(Step::last).max().unwrap_or(turn.at);
        if self.agent.tells_ends() { last.plus_micros(TEARDOWN_MS * 1_000) } else { last }
    }
}

/// How long an agent that reports the end of its work takes from its last step to that, in milliseconds.
const TEARDOWN_MS: i64 = 28;

/// Whether a step is a tool use of which something is known besides that it began.
fn is_use(step: &Step) -> bool {
    matches!(step, Step::Tool(tool) if tool.end != ToolEnd::Never)
}

/// Adds activity to other activity.
pub(crate) fn add(to: &mut ActivityCounted, more: &ActivityCounted) {
    let sum = |one: Option<i64>, other: Option<i64>| match (one, other) {
        (None, None) => None,
        _ => Some(one.unwrap_or(0) + other.unwrap_or(0)),
    };
    to.lines_added = sum(to.lines_added, more.lines_added);
    to.lines_deleted = sum(to.lines_deleted, more.lines_deleted);
    to.commits = sum(to.commits, more.commits);
    to.pull_requests = sum(to.pull_requests, more.pull_requests);
    to.edits_accepted = sum(to.edits_accepted, more.edits_accepted);
    to.edits_rejected = sum(to.edits_rejected, more.edits_rejected);
    to.user_active_ms = sum(to.user_active_ms, more.user_active_ms);
    to.agent_active_ms = sum(to.agent_active_ms, more.agent_active_ms);
}
