//! What a run and a session contribute to the counts, and the metrics computed from them, by their GraphQL
//! names: the only part of this recomputation that knows the counts.
use super::{Run, Session};
use domain::ActivityCounted;
use domain::totals::Counts;
use serde_json::{Value, json};

/// Counts a run that is completed, or open with a prompt or steps.
pub(super) fn add_run(run: &Run, counts: &mut Counts) {
    counts.runs += i64::from(run.is_completed());
    counts.open_runs += i64::from(!run.is_completed());
    counts.successful_runs += i64::from(run.succeeded());
    if let Some(category) = run.category() {
        counts.add_failure(category);
    }
    counts.duration_ms += i128::from(run.duration_ms.unwrap_or_default());
    if run.is_completed() {
        counts.queue_wait_ms += i128::from(run.queue_wait_ms.unwrap_or_default());
        counts.queue_wait_runs += i64::from(run.queue_wait_ms.is_some());
    }
    counts.cost_nano_usd += i128::from(run.cost_nano_usd.unwrap_or_default());
    counts.input_tokens += i128::from(run.input_tokens.unwrap_or_default());
    counts.output_tokens += i128::from(run.output_tokens.unwrap_or_default());
    counts.cache_read_tokens += i128::from(run.cache_read_tokens.unwrap_or_default());
    counts.cache_write_tokens += i128::from(run.cache_write_tokens.unwrap_or_default());
    counts.unpriced_calls += run.unpriced_calls.unwrap_or_default();
    counts.tool_uses += run.tool_uses.unwrap_or_default();
    counts.tool_errors += run.tool_errors.unwrap_or_default();
    counts.rejections += run.rejections.unwrap_or_default();
    counts.policy_rejections += run.policy_rejections.unwrap_or_default();
    counts.tool_time_ms += i128::from(run.tool_time_ms.unwrap_or_default());
    counts.waited_ms += i128::from(run.waited_ms.unwrap_or_default());
}

/// Counts an activity event.
pub(super) fn add_activity(activity: &ActivityCounted, counts: &mut Counts) {
    let of = |value: Option<i64>| i128::from(value.unwrap_or_default());
    counts.lines_added += of(activity.lines_added);
    counts.lines_deleted += of(activity.lines_deleted);
    counts.commits += of(activity.commits);
    counts.pull_requests += of(activity.pull_requests);
    counts.edits_accepted += of(activity.edits_accepted);
    counts.edits_rejected += of(activity.edits_rejected);
    counts.user_active_ms += of(activity.user_active_ms);
    counts.agent_active_ms += of(activity.agent_active_ms);
}

/// Counts a session.
pub(super) const fn add_session(session: &Session, counts: &mut Counts) {
    counts.sessions += 1;
    counts.session_runs += session.run_count;
    counts.session_active_ms += session.active_time_ms;
    counts.session_lifespan_ms += session.lifespan_ms as i128;
    counts.session_cost_nano_usd += session.cost_nano_usd;
    counts.handoff_sessions += (session.handoff_count > 0) as i64;
    counts.post_handoff_sessions += session.post_handoff as i64;
}

/// All fields of GraphQL's `Metrics` except the percentiles and `previous`.
pub(super) fn figures(counts: &Counts, active_users: i64) -> Value {
    let Counts { runs, successful_runs, sessions, cost_nano_usd: cost, .. } = *counts;
    let (input, output) = (counts.input_tokens, counts.output_tokens);
    json!({
        "activeUsers": active_users, "sessions": sessions, "runs": runs, "runsPerActiveUser": share(runs, active_users),
        "successfulRuns": successful_runs, "failedRuns": runs - successful_runs,
        "successRate": share(successful_runs, runs), "failureRate": share(runs - successful_runs, runs),
        "avgDurationMs": share(counts.duration_ms, runs),
        "avgQueueWaitMs": share(counts.queue_wait_ms, counts.queue_wait_runs),
        "costUsd": cost as f64 / 1e9, "costNanoUsd": told(cost), "costPerRunUsd": usd(share(cost, runs)),
        "costPerSessionUsd": usd(share(counts.session_cost_nano_usd, sessions)),
        "inputTokens": told(input), "outputTokens": told(output), "totalTokens": told(input + output),
        "tokensPerRun": share(input + output, runs), "inputOutputTokenRatio": share(input, output),
        "runsPerSession": share(counts.session_runs, sessions),
        "activeTimePerSessionMs": share(counts.session_active_ms, sessions),
        "lifespanPerSessionMs": share(counts.session_lifespan_ms, sessions),
        "handoffRate": share(counts.handoff_sessions, sessions),
        "postHandoffRate": share(counts.post_handoff_sessions, sessions),
    })
}

/// Null if the divisor is zero.
fn share(part: impl Into<i128>, of: impl Into<i128>) -> Option<f64> {
    let of = of.into();
    (of != 0).then(|| part.into() as f64 / of as f64)
}

/// The value as an Int64: capped at 2^63 - 1.
fn told(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn usd(nano: Option<f64>) -> Option<f64> {
    nano.map(|nano| nano / 1e9)
}
