//! One row of `session_stats`, and one of `handoff_facts`.
use super::Run;
use super::membership::is_prompt;
use super::run::{is_step, mode_of_prompt};
use domain::{CostSource, Event, EventBody, Mode, Origin};
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
    pub open_runs: i64,
    pub cache_read_tokens: i128,
    pub cache_write_tokens: i128,
    pub unpriced_calls: i64,
    pub tool_uses: i64,
    pub tool_errors: i64,
    pub rejections: i64,
    pub policy_rejections: i64,
    pub tool_time_ms: i128,
    pub waited_ms: i128,
    pub last_open_step_at: Option<i64>,
    pub mode: Option<i16>,
    pub cost_source: Option<i16>,
    pub agent: Option<String>,
    pub agent_version: Option<String>,
    pub branch: Option<String>,
    pub team_id: Option<String>,
}

/// All columns of a handoff except its primary key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of entities::handoff_fact")]
pub struct Handoff {
    pub occurred_at: i64,
    pub method: i16,
    pub session_id: String,
    pub user_id: Option<String>,
    pub is_inferred: bool,
}

impl Session {
    /// The session named by these events, ordered by time, with those runs and their events, and with the prompts
    /// that are inferred handoffs.
    pub(super) fn of(events: &[&Event], runs: &[(&Run, &[&Event])], inferred: &[&Event], window: Duration) -> Self {
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
        let all: Vec<&Run> = runs.iter().map(|(run, _)| *run).collect();
        let completed: Vec<&Run> = all.iter().copied().filter(|run| run.is_completed()).collect();
        let headless: Vec<&Run> = runs.iter().filter(|(_, own)| is_headless(own)).map(|(run, _)| *run).collect();
        let inferred: Vec<i64> = inferred.iter().map(|prompt| prompt.occurred_at().0).collect();
        let sum = |figure: fn(&Run) -> Option<i64>| {
            all.iter().filter(|run| run.counts()).filter_map(|run| figure(run)).map(i128::from).sum::<i128>()
        };
        let origin =
            |get: fn(&Origin) -> &Option<String>| events.iter().find_map(|event| get(event.origin.as_deref()?).clone());
        let has_origin = events.iter().any(|event| event.origin.is_some() || is_of_agent(event));
        let sources = runs.iter().filter(|(run, own)| {
            run.counts()
                && (!run.is_inferred || own.iter().any(|event| matches!(event.body, EventBody::ModelCalled(_))))
        });
        let source = sources.map(|(run, _)| run.cost_source.unwrap_or(CostSource::Reported.code())).min();
        let successful = completed.iter().filter(|run| run.succeeded()).count() as i64;
        Self {
            started_at: first_message_at.unwrap_or(first),
            first_event_at: first,
            last_event_at: last,
            first_message_at,
            last_open_run_at: all
                .iter()
                .filter(|run| !run.is_completed() && !run.is_inferred)
                .map(|run| run.first_at)
                .max(),
            lifespan_ms: (last - first) / 1_000,
            active_time_ms: completed.iter().filter_map(|run| run.duration_ms).map(i128::from).sum(),
            run_count: completed.len() as i64,
            successful_runs: successful,
            failed_runs: completed.len() as i64 - successful,
            handoff_count: (handoffs.len() + inferred.len()) as i64,
            cost_nano_usd: sum(|run| run.cost_nano_usd),
            input_tokens: sum(|run| run.input_tokens),
            output_tokens: sum(|run| run.output_tokens),
            post_handoff: completed.iter().any(|run| follows_a_handoff(run, &handoffs, window))
                || headless.iter().any(|run| follows_a_handoff(run, &inferred, window)),
            user_id: events.iter().find_map(|event| event.user_id.as_ref()).map(ToString::to_string),
            repo_id: events.iter().find_map(|event| repo_of(event)).map(ToOwned::to_owned),
            open_runs: all.iter().filter(|run| run.open_at.is_some()).count() as i64,
            cache_read_tokens: sum(|run| run.cache_read_tokens),
            cache_write_tokens: sum(|run| run.cache_write_tokens),
            unpriced_calls: all.iter().filter_map(|run| run.unpriced_calls).sum(),
            tool_uses: all.iter().filter_map(|run| run.tool_uses).sum(),
            tool_errors: all.iter().filter_map(|run| run.tool_errors).sum(),
            rejections: all.iter().filter_map(|run| run.rejections).sum(),
            policy_rejections: all.iter().filter_map(|run| run.policy_rejections).sum(),
            tool_time_ms: all.iter().filter_map(|run| run.tool_time_ms).map(i128::from).sum(),
            waited_ms: all.iter().filter_map(|run| run.waited_ms).map(i128::from).sum(),
            last_open_step_at: all.iter().filter_map(|run| run.alive_at).max(),
            mode: events.iter().find_map(|event| event.origin.as_ref()?.mode).map(Mode::code),
            cost_source: source.filter(|_| has_origin),
            agent: origin(|origin| &origin.agent),
            agent_version: origin(|origin| &origin.agent_version),
            branch: origin(|origin| &origin.branch),
            team_id: origin(|origin| &origin.team_id),
        }
    }
}

fn follows_a_handoff(run: &Run, handoffs: &[i64], window: Duration) -> bool {
    let window = window.as_micros() as i64;
    let Some(end) = run.completed_at else { return false };
    handoffs.iter().any(|handoff| *handoff < end && end <= handoff + window)
}

fn repo_of(event: &Event) -> Option<&str> {
    let of_payload = match &event.body {
        EventBody::MessageCreated(message) => message.repo_id.as_deref(),
        EventBody::RunStarted(start) => start.repo_id.as_deref(),
        _ => None,
    };
    of_payload.or_else(|| event.origin.as_ref()?.repo_id.as_deref())
}

/// Whether it is a prompt, a note or a step.
fn is_of_agent(event: &Event) -> bool {
    let is_note = matches!(event.body, EventBody::MessageCreated(_)) && event.run_id.is_some();
    is_step(event) || is_prompt(event) || is_note
}

/// Whether a run with these events was begun by a headless prompt.
fn is_headless(events: &[&Event]) -> bool {
    mode_of_prompt(events) == Some(Mode::Headless)
}
