//! Computes every row from the set of events.
use super::day::add_totals;
use super::{Handoff, ReadModels, Run, Session, handoffs, membership};
use domain::{Event, EventBody, HandoffMethod};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The read models of this set of events; `window` is how long after a handoff a completed run counts as a
/// continuation.
#[must_use]
pub fn compute(events: &[Event], window: Duration) -> ReadModels {
    let mut models = ReadModels::default();
    let orgs: BTreeSet<&str> = events.iter().map(|event| event.org_id.as_str()).collect();
    for org in orgs {
        let mut own: Vec<&Event> = events.iter().filter(|event| event.org_id.as_str() == org).collect();
        own.sort_by(|left, right| left.key.cmp(&right.key));
        of_organization(org, &own, window, &mut models);
    }
    models
}

/// The run of each event that belongs to one, by organization and event.
#[must_use]
pub fn runs_by_event(events: &[Event]) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    let orgs: BTreeSet<&str> = events.iter().map(|event| event.org_id.as_str()).collect();
    for org in orgs {
        let mut own: Vec<&Event> = events.iter().filter(|event| event.org_id.as_str() == org).collect();
        own.sort_by(|left, right| left.key.cmp(&right.key));
        for (run, members) in membership::runs(&own) {
            let keys = members.iter().map(|event| (org.to_owned(), event.event_id().to_string()));
            found.extend(keys.map(|key| (key, run.clone())));
        }
    }
    found
}

/// `events` are those of one organization, ordered by time.
fn of_organization(org: &str, events: &[&Event], window: Duration, models: &mut ReadModels) {
    let members = membership::runs(events);
    for (run_id, own) in &members {
        let has_later =
            members.values().any(|other| other[0].session_id == own[0].session_id && other[0].key > own[0].key);
        models.runs.insert((org.to_owned(), run_id.clone()), Run::of(own, has_later));
    }
    let is_activity = |event: &&Event| matches!(event.body, EventBody::ActivityCounted(_));
    let session_ids: BTreeSet<&str> =
        events.iter().filter(|event| !is_activity(event)).map(|event| event.session_id.as_str()).collect();
    for session_id in session_ids {
        let own: Vec<&Event> = events
            .iter()
            .copied()
            .filter(|event| event.session_id.as_str() == session_id && !is_activity(event))
            .collect();
        let runs: Vec<(&Run, &[&Event])> = members
            .iter()
            .filter(|(_, own)| own[0].session_id.as_str() == session_id)
            .filter_map(|(id, own)| Some((models.runs.get(&(org.to_owned(), id.clone()))?, own.as_slice())))
            .collect();
        let inferred = handoffs::inferred(&own, &members);
        let session = Session::of(&own, &runs, &inferred, window);
        models.sessions.insert((org.to_owned(), session_id.to_owned()), session);
        for prompt in inferred {
            let row = Handoff {
                occurred_at: prompt.occurred_at().0,
                method: HandoffMethod::OpenInCli.code(),
                session_id: session_id.to_owned(),
                user_id: prompt.user_id.as_ref().map(ToString::to_string),
                is_inferred: true,
            };
            models.handoffs.insert((org.to_owned(), prompt.event_id().to_string()), row);
        }
    }
    for event in events {
        if let EventBody::LocalHandoff(handoff) = &event.body {
            let row = Handoff {
                occurred_at: event.occurred_at().0,
                method: handoff.method.code(),
                session_id: event.session_id.to_string(),
                user_id: event.user_id.as_ref().map(ToString::to_string),
                is_inferred: false,
            };
            models.handoffs.insert((org.to_owned(), event.event_id().to_string()), row);
        }
    }
    add_totals(org, events, models);
}
