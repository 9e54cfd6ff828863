//! A script as events of the contract: what an agent, or whatever runs it, sends to `/v1/events`.
use super::{Call, Failure, Script, Step, Tool, ToolEnd, Turn};
use crate::dice::Dice;
use crate::event::{GeneratedEvent, Origin};
use crate::id::Ids;
use domain::{
    Actor, CallStatus, EventBody, Instant, MessageCreated, ModelCalled, NanoUsd, RejectedBy, ToolStatus, ToolUsed,
};

/// The events of a script, in the order in which they happen.
#[must_use]
pub fn events(script: &Script) -> Vec<GeneratedEvent> {
    let first = script.turns.first().map_or(Instant(0), |turn| turn.at);
    // The session is the key, so that the events of a script have the same ids whenever it is told.
    let mut ids = Ids::beside(&Dice::of(0, &script.session_id, first.day(), None));
    let mut events = Vec::new();
    for turn in &script.turns {
        let mut add = |at, body| events.push(event(script, turn, &mut ids, at, body));
        add(turn.at, message(script, turn));
        for step in &turn.steps {
            match step {
                Step::Call(call) => add(call.end, EventBody::ModelCalled(Box::new(model_called(call)))),
                Step::Tool(tool) => {
                    for (at, used) in uses(tool) {
                        add(at, EventBody::ToolUsed(Box::new(used)));
                    }
                }
            }
        }
        // The contract counts activity where nothing else reports it.
        add(turn.last(), EventBody::ActivityCounted(turn.activity));
    }
    events.sort_by(|one, other| (one.occurred_at, &one.event_id).cmp(&(other.occurred_at, &other.event_id)));
    events
}

fn event(script: &Script, turn: &Turn, ids: &mut Ids, at: Instant, payload: EventBody) -> GeneratedEvent {
    GeneratedEvent {
        event_id: ids.event(at),
        org_id: script.org_id.clone(),
        occurred_at: at,
        event_type: payload.event_type(),
        session_id: script.session_id.clone(),
        user_id: script.user_id.clone(),
        run_id: (!matches!(payload, EventBody::ActivityCounted(_))).then(|| turn.run_id.clone()),
        payload,
        origin: Origin {
            agent: Some(script.agent.id().to_owned()),
            agent_version: Some(script.agent.version().to_owned()),
            mode: script.agent.tells_mode().then_some(turn.mode),
            repo_id: Some(script.repo_id.clone()),
            branch: Some(script.branch.clone()),
            team_id: Some(script.team_id.clone()),
        },
    }
}

fn message(script: &Script, turn: &Turn) -> EventBody {
    EventBody::MessageCreated(MessageCreated {
        actor: Actor::User,
        repo_id: Some(script.repo_id.clone()),
        text: Some(turn.text.clone()),
        starts_run: Some(true),
    })
}

fn model_called(call: &Call) -> ModelCalled {
    let error_type = call.failure.map(|failure| match failure {
        Failure::Status(status) => format!("http_{status}"),
        Failure::Timeout => "timeout".to_owned(),
    });
    ModelCalled {
        role: call.role,
        status: if error_type.is_some() { CallStatus::Error } else { CallStatus::Ok },
        error_type,
        model: call.model.to_owned(),
        input_tokens: call.input_tokens,
        cache_read_tokens: Some(call.cache_read_tokens),
        cache_write_tokens: Some(call.cache_write_tokens),
        output_tokens: call.output_tokens,
        reasoning_tokens: (call.reasoning_tokens > 0).then_some(call.reasoning_tokens),
        cost: call.cost.filter(|cost| *cost > NanoUsd(0)),
        duration_ms: Some(call.duration_ms()),
        first_token_ms: (call.first_token_ms > 0).then_some(call.first_token_ms),
        call_id: Some(call.id.clone()),
        asked_tools: call.asks_tools.then_some(true),
    }
}

/// The beginning of a use, and its end.
fn uses(tool: &Tool) -> Vec<(Instant, ToolUsed)> {
    let used = |status, rejected_by: Option<RejectedBy>, duration_ms| ToolUsed {
        tool: tool.name.to_owned(),
        role: Some(tool.role),
        status,
        rejected_by,
        model_call_id: Some(tool.call_id.clone()),
        duration_ms,
        waited_ms: tool.waited_ms.filter(|_| status != ToolStatus::Started),
        call_id: Some(tool.id.clone()),
    };
    match tool.end {
        ToolEnd::Rejected(by) => vec![(tool.decided, used(ToolStatus::Rejected, Some(by), None))],
        ToolEnd::Never => vec![(tool.decided, used(ToolStatus::Started, None, None))],
        ToolEnd::Done { at, ok } => {
            let status = if ok { ToolStatus::Ok } else { ToolStatus::Error };
            let duration_ms = Some(at.millis_since(tool.decided));
            vec![(tool.decided, used(ToolStatus::Started, None, None)), (at, used(status, None, duration_ms))]
        }
    }
}
