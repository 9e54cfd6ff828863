//! One row of `session_stats`, and one of `handoff_facts`.
use super::Run;
use domain::{Event, EventBody};
use std::time::Duration;

/// All columns of a session except its primary key and `keys`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of entities::session_stats")]
pub struct Session {
    pub started_at: i64,
    pub first_event_at: i64,
    pub last_event_at: i64,
    pub first_message_at: Option<i64>,
    pub last_open_run_at: Option<i64>,
    pub lifespan_ms: i64,
    pub active_time_ms: i128,
    pub run_count: i64,
    pub successful_runs: i64,
    pub failed_runs: i64,
    pub handoff_count: i64,
    pub cost_nano_usd: i128,
    pub input_tokens: i128,
    pub output_tokens: i128,
    pub post_handoff: bool,
    pub user_id: Option<String>,
    pub repo_id: Option<String>,
}

/// All columns of a handoff except its primary key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of entities::handoff_fact")]
pub struct Handoff {
    pub occurred_at: i64,
    pub method: i16,
    pub session_id: String,
    pub user_id: Option<String>,
}

impl Session {
    /// The session named by these events, ordered by time, with those runs.
    pub(super) fn of(events: &[&Event], runs: &[&Run], window: Duration) -> Self {
        let times: Vec<i64> = events.iter().map(|event| event.occurred_at().0).collect();
        let first = times.first().copied().unwrap_or_default();
        let last = times.last().copied().unwrap_or_default();
        let message = events.iter().find(|event| matches!(event.body, EventBody::MessageCreated(_)));
        let first_message_at = message.map(|event| event.occurred_at().0);
        let handoffs: Vec<i64> = events
            .iter()
            .filter(|event| matches!(event.body, EventBody::LocalHandoff(_)))
            .map(|event| event.occurred_at().0)
            .collect();
        let completed: Vec<&Run> = runs.iter().copied().filter(|run| run.is_completed()).collect();
        let sum = |figure: fn(&Run) -> Option<i64>| {
            completed.iter().filter_map(|run| figure(run)).map(i128::from).sum::<i128>()
        };
        let successful = completed.iter().filter(|run| run.succeeded()).count() as i64;
        Self {
            started_at: first_message_at.unwrap_or(first),
            first_event_at: first,
            last_event_at: last,
            first_message_at,
            last_open_run_at: runs.iter().filter(|run| !run.is_completed()).map(|run| run.first_at).max(),
            lifespan_ms: (last - first) / 1_000,
            active_time_ms: sum(|run| run.duration_ms),
            run_count: completed.len() as i64,
            successful_runs: successful,
            failed_runs: completed.len() as i64 - successful,
            handoff_count: handoffs.len() as i64,
            cost_nano_usd: sum(|run| run.cost_nano_usd),
            input_tokens: sum(|run| run.input_tokens),
            output_tokens: sum(|run| run.output_tokens),
            post_handoff: completed.iter().any(|run| follows_a_handoff(run, &handoffs, window)),
            user_id: events.iter().find_map(|event| event.user_id.as_ref()).map(ToString::to_string),
            repo_id: events.iter().find_map(|event| repo_of(event)).map(ToOwned::to_owned),
        }
    }
}

fn follows_a_handoff(run: &Run, handoffs: &[i64], window: Duration) -> bool {
    let window = window.as_micros() as i64;
    let Some(end) = run.completed_at else { return false };
    handoffs.iter().any(|handoff| *handoff < end && end <= handoff + window)
}

fn repo_of(event: &Event) -> Option<&str> {
    match &event.body {
        EventBody::MessageCreated(message) => message.repo_id.as_deref(),
        EventBody::RunStarted(start) => start.repo_id.as_deref(),
        _ => None,
    }
}
