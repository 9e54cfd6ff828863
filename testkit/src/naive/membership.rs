//! Which events belong to which run.
use super::run::{is_step, is_utility};
use domain::{Event, EventBody};
use std::collections::BTreeMap;

/// The events of each run, ordered by time. `events` are those of one organization, ordered by time.
pub(super) fn runs<'a>(events: &[&'a Event]) -> BTreeMap<String, Vec<&'a Event>> {
    let mut runs: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    let mut early_utilities = Vec::new();
    for event in events {
        if let Some(run) = event.run() {
            runs.entry(run.to_string()).or_default().push(event);
        } else if is_prompt(event) {
            runs.entry(run_of_prompt(event)).or_default().push(event);
        } else if is_step(event) {
            match (run_of_step(event, events), is_utility(event)) {
                (Some(run), _) => runs.entry(run).or_default().push(event),
                (None, false) => runs.entry(opening(event)).or_default().push(event),
                (None, true) => early_utilities.push(*event),
            }
        }
    }
    let others = runs.clone();
    for step in early_utilities {
        let of_session = others.iter().filter(|(id, own)| {
            **id != opening(step) && own.first().is_some_and(|first| first.session_id == step.session_id)
        });
        let first = of_session.min_by_key(|(_, own)| own.first().map(|first| first.key.clone()));
        let run = first.map_or_else(|| opening(step), |(id, _)| id.clone());
        runs.entry(run).or_default().push(step);
    }
    for own in runs.values_mut() {
        own.sort_by(|one, other| one.key.cmp(&other.key));
    }
    runs
}

/// The run that a step names, or else the one of the latest prompt of its session at or before it.
fn run_of_step(step: &Event, events: &[&Event]) -> Option<String> {
    let of_session = || events.iter().filter(|event| event.session_id == step.session_id);
    if let Some(run) = &step.run_id {
        let is_note = |event: &&&Event| {
            matches!(event.body, EventBody::MessageCreated(_))
                && event.run_id.as_ref() == Some(run)
                && !is_prompt(event)
        };
        if !of_session().any(|event| is_note(&event)) {
            return Some(run.to_string());
        }
    }
    let earlier = of_session().filter(|event| is_prompt(event) && event.occurred_at() <= step.occurred_at());
    earlier.max_by_key(|prompt| prompt.key.clone()).map(|prompt| run_of_prompt(prompt))
}

pub(super) fn is_prompt(event: &Event) -> bool {
    matches!(&event.body, EventBody::MessageCreated(message) if message.starts_run == Some(true))
}

pub(super) fn run_of_prompt(prompt: &Event) -> String {
    prompt.run_id.as_ref().map_or_else(|| format!("{}:run", prompt.event_id()), ToString::to_string)
}

fn opening(step: &Event) -> String {
    format!("{}:opening", step.session_id)
}
