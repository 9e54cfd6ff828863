//! Computes every row from the set of events.
use super::day::add_totals;
use super::{Handoff, ReadModels, Run, Session};
use domain::{Event, EventBody};
use std::collections::BTreeSet;
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

/// `events` are those of one organization, ordered by time.
fn of_organization(org: &str, events: &[&Event], window: Duration, models: &mut ReadModels) {
    let run_ids: BTreeSet<&str> = events.iter().filter_map(|event| Some(event.run()?.as_str())).collect();
    for run_id in run_ids {
        let own: Vec<&Event> =
            events.iter().copied().filter(|event| event.run().is_some_and(|id| id.as_str() == run_id)).collect();
        models.runs.insert((org.to_owned(), run_id.to_owned()), Run::of(&own));
    }
    let session_ids: BTreeSet<&str> = events.iter().map(|event| event.session_id.as_str()).collect();
    for session_id in session_ids {
        let own: Vec<&Event> = events.iter().copied().filter(|event| event.session_id.as_str() == session_id).collect();
        let runs: Vec<&Run> = models
            .runs
            .iter()
            .filter(|((run_org, _), run)| run_org == org && run.session_id == session_id)
            .map(|(_, run)| run)
            .collect();
        models.sessions.insert((org.to_owned(), session_id.to_owned()), Session::of(&own, &runs, window));
    }
    for event in events {
        if let EventBody::LocalHandoff(handoff) = &event.body {
            let row = Handoff {
                occurred_at: event.occurred_at().0,
                method: handoff.method.code(),
                session_id: event.session_id.to_string(),
                user_id: event.user_id.as_ref().map(ToString::to_string),
            };
            models.handoffs.insert((org.to_owned(), event.event_id().to_string()), row);
        }
    }
    add_totals(org, models);
}
