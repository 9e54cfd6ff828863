//! The inferred outcome of a run: what its last step says.
use super::run::has_failed;
use domain::{Event, EventBody, ModelCalled, RejectedBy, ToolStatus, ToolUsed};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    ModelError,
    Timeout,
    RejectedByPerson,
}

/// The events of one tool use, in the order of time.
pub(super) struct Use<'a> {
    pub(super) events: Vec<(&'a Event, &'a ToolUsed)>,
    /// The last of them that does not say that it began.
    pub(super) told: Option<&'a ToolUsed>,
}

/// The tool uses in these steps, ordered by time: events with one `call_id` are one use, and utilities apart.
pub(super) fn uses<'a>(steps: &[&'a Event]) -> Vec<Use<'a>> {
    let mut found: Vec<Use<'a>> = Vec::new();
    for step in steps {
        let EventBody::ToolUsed(tool_use) = &step.body else { continue };
        let same = |other: &&mut Use<'a>| {
            let (event, first) = other.events[0];
            tool_use.call_id.is_some()
                && first.call_id == tool_use.call_id
                && super::run::is_utility(event) == super::run::is_utility(step)
        };
        match found.iter_mut().find(same) {
            Some(held) => held.events.push((step, tool_use)),
            None => found.push(Use { events: vec![(step, tool_use)], told: None }),
        }
    }
    for tool_use in &mut found {
        tool_use.told =
            tool_use.events.iter().rev().map(|(_, event)| *event).find(|event| event.status != ToolStatus::Started);
    }
    found
}

/// The outcome of a run with these steps, ordered by time, none of which is a utility.
pub(super) fn of(steps: &[&Event]) -> Option<Outcome> {
    let uses = uses(steps);
    let last_of = |tool_use: &Use<'_>| tool_use.events.last().map(|(event, _)| event.key.clone());
    let last_call = steps.iter().rev().find_map(|step| match &step.body {
        EventBody::ModelCalled(call) => Some((*step, &**call)),
        _ => None,
    });
    let Some((call_event, call)) = last_call else {
        let last = uses.iter().max_by_key(|tool_use| last_of(tool_use))?;
        return rejected(last);
    };
    let later = uses.iter().filter(|tool_use| last_of(tool_use).is_some_and(|key| key > call_event.key));
    if let Some(last) = later.max_by_key(|tool_use| last_of(tool_use)) {
        return rejected(last);
    }
    let own = uses.iter().filter(|tool_use| tool_use.events.iter().any(|(_, event)| is_tool_of(event, call)));
    if let Some(last) = own.max_by_key(|tool_use| last_of(tool_use)) {
        return rejected(last);
    }
    if has_failed(call) {
        let timeout = call.error_type.as_deref() == Some("timeout");
        return Some(if timeout { Outcome::Timeout } else { Outcome::ModelError });
    }
    (call.asked_tools != Some(true)).then_some(Outcome::Success)
}

fn is_tool_of(tool_use: &ToolUsed, call: &ModelCalled) -> bool {
    call.call_id.is_some() && tool_use.model_call_id == call.call_id
}

fn rejected(tool_use: &Use<'_>) -> Option<Outcome> {
    tool_use.told.is_some_and(is_rejected_by_person).then_some(Outcome::RejectedByPerson)
}

pub(super) fn is_rejected_by_person(told: &ToolUsed) -> bool {
    told.status == ToolStatus::Rejected && told.rejected_by == Some(RejectedBy::User)
}
