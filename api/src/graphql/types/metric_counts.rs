//! Which counts and sums each figure is computed from, so that a request reads no others.
use domain::CountSet;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The fields of `Metrics`, and `failureCategories`, each with the counts and sums that it is computed from.
const FIELDS: &[(&str, &[&str])] = &[
    ("activeUsers", &[]),
    ("sessions", &["sessions"]),
    ("runs", &["runs"]),
    ("runsPerActiveUser", &["runs"]),
    ("successfulRuns", &["successful_runs"]),
    ("failedRuns", &["runs", "successful_runs"]),
    ("successRate", &["runs", "successful_runs"]),
    ("failureRate", &["runs", "successful_runs"]),
    ("avgDurationMs", &["runs", "duration_ms"]),
    ("p50DurationMs", &[]),
    ("p90DurationMs", &[]),
    ("p95DurationMs", &[]),
    ("p99DurationMs", &[]),
    ("avgQueueWaitMs", &["queue_wait_ms", "queue_wait_runs"]),
    ("costUsd", &["cost_nano_usd"]),
    ("costNanoUsd", &["cost_nano_usd"]),
    ("costPerRunUsd", &["runs", "cost_nano_usd"]),
    ("costPerSessionUsd", &["sessions", "session_cost_nano_usd"]),
    ("inputTokens", &["input_tokens"]),
    ("outputTokens", &["output_tokens"]),
    ("totalTokens", &["input_tokens", "output_tokens"]),
    ("tokensPerRun", &["runs", "input_tokens", "output_tokens"]),
    ("inputOutputTokenRatio", &["input_tokens", "output_tokens"]),
    ("runsPerSession", &["sessions", "session_runs"]),
    ("activeTimePerSessionMs", &["sessions", "session_active_ms"]),
    ("lifespanPerSessionMs", &["sessions", "session_lifespan_ms"]),
    ("handoffRate", &["sessions", "handoff_sessions"]),
    ("postHandoffRate", &["sessions", "post_handoff_sessions"]),
    ("cacheReadTokens", &["cache_read_tokens"]),
    ("cacheWriteTokens", &["cache_write_tokens"]),
    ("cacheHitRate", &["input_tokens", "cache_read_tokens"]),
    ("openRuns", &["open_runs"]),
    ("unpricedCalls", &["unpriced_calls"]),
    ("toolUses", &["tool_uses"]),
    ("toolErrors", &["tool_errors"]),
    ("rejections", &["rejections"]),
    ("policyRejections", &["policy_rejections"]),
    ("toolTimeMs", &["tool_time_ms"]),
    ("waitedMs", &["waited_ms"]),
    (
        "activity",
        &[
            "lines_added",
            "lines_deleted",
            "commits",
            "pull_requests",
            "edits_accepted",
            "edits_rejected",
            "user_active_ms",
            "agent_active_ms",
        ],
    ),
    ("previous", &[]),
    (
        "failureCategories",
        &["runs", "successful_runs", "failed_tool", "failed_model", "failed_timeout", "failed_other"],
    ),
];

static COUNTS: LazyLock<HashMap<&str, CountSet>> =
    LazyLock::new(|| FIELDS.iter().map(|(field, names)| (*field, CountSet::of(names))).collect());

/// The counts and sums that a field with this name may need, wherever it is in a document.
#[must_use]
pub fn counts_of(field: &str) -> CountSet {
    COUNTS.get(field).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::types::metrics::{FailureCategoryCount, Metrics};
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, Value};
    use domain::totals::Counts;
    use query::metrics::Figures;

    struct Root;

    fn figures(set: CountSet) -> Figures {
        let mut values = [0; Counts::COLUMNS.len()];
        // More runs than all failures together, as in a sum of real days.
        for (place, name) in set.columns() {
            values[place] = if name == "runs" { 1_000_003 } else { 1_000 + place as i128 * 7 };
        }
        Figures { counts: Counts::from_values(values), active_users: 11, ..Figures::default() }
    }

    #[Object]
    impl Root {
        async fn all(&self) -> Metrics {
            Metrics::alone(figures(CountSet::ALL))
        }

        async fn of(&self, field: String) -> Metrics {
            Metrics::alone(figures(counts_of(&field)))
        }
    }

    #[tokio::test]
    async fn the_counts_of_a_field_are_all_that_it_looks_at() {
        let schema = Schema::new(Root, EmptyMutation, EmptySubscription);
        let sdl = schema.sdl();
        let (_, metrics) = sdl.split_once("type Metrics {").expect("the type");
        let (metrics, _) = metrics.split_once("\n}").expect("its end");
        let fields: Vec<&str> = metrics
            .lines()
            .map(str::trim)
            .filter(|line| line.split_once(':').is_some_and(|(name, _)| name.chars().all(char::is_alphanumeric)))
            .filter_map(|line| line.split_once(':').map(|(name, _)| name))
            .collect();
        assert!(fields.len() > 20, "{fields:?}");
        for field in fields {
            assert!(FIELDS.iter().any(|(name, _)| *name == field), "{field} is not listed");
            if field == "previous" {
                continue;
            }
            let of_activity = "activity { linesAdded linesDeleted commits pullRequests editsAccepted editsRejected \
                               userActiveMs agentActiveMs }";
            let asked = if field == "activity" { of_activity } else { field };
            let answer = schema.execute(format!("{{ all {{ {asked} }} of(field: \"{field}\") {{ {asked} }} }}")).await;
            let Value::Object(data) = answer.data else { panic!("{:?}", answer.errors) };
            assert_eq!(data["all"], data["of"], "{field}");
        }
        let (all, some) = (figures(CountSet::ALL), figures(counts_of("failureCategories")));
        let told = |figures| format!("{:?}", FailureCategoryCount::all(&figures));
        assert_eq!(told(all), told(some));
    }

    #[test]
    fn every_column_of_a_field_exists() {
        for (field, names) in FIELDS {
            assert_eq!(CountSet::of(names).columns().count(), names.len(), "{field}");
        }
    }
}
