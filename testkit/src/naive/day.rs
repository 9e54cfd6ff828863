//! The totals of a day or month, of an organization or of a user, as one row each.
use super::ReadModels;
use super::counts::{add_activity, add_run, add_session};
use chrono::{DateTime, Datelike as _};
use domain::totals::Counts;
use domain::{Event, EventBody, Instant, Sketch};
use std::collections::BTreeMap;

/// All columns of an organization's day except its primary key; the set of active users as ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrgDay {
    /// The whole-number values.
    pub counts: Counts,
    /// Distinct users with a run.
    pub active_users_count: i64,
    /// Their ids, sorted.
    pub active_users: Vec<String>,
    /// The durations of the runs.
    pub durations: Sketch,
}

/// All columns of a user's day except its primary key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserDay {
    /// The whole-number values.
    pub counts: Counts,
    /// The durations of the runs.
    pub durations: Sketch,
}

type OrgTotals = BTreeMap<(String, i32), OrgDay>;
type UserTotals = BTreeMap<(String, i32, String), UserDay>;

/// Counts every run and session of the organization on its day, and in its month.
pub(super) fn add_totals(org: &str, events: &[&Event], models: &mut ReadModels) {
    let (org_days, user_days) = totals(org, events, models, |at| at.day().0);
    let (org_months, user_months) = totals(org, events, models, month);
    models.org_days.extend(org_days);
    models.user_days.extend(user_days);
    models.org_months.extend(org_months);
    models.user_months.extend(user_months);
}

/// The number of the first day of the month.
fn month(at: Instant) -> i32 {
    let date = DateTime::from_timestamp_micros(at.0).unwrap_or_default().date_naive();
    let first = date.with_day(1).unwrap_or_default();
    first.signed_duration_since(DateTime::UNIX_EPOCH.date_naive()).num_days() as i32
}

fn totals(org: &str, events: &[&Event], models: &ReadModels, when: impl Fn(Instant) -> i32) -> (OrgTotals, UserTotals) {
    let (mut orgs, mut users) = (OrgTotals::new(), UserTotals::new());
    for ((run_org, _), run) in &models.runs {
        let Some(counted_at) = run.completed_at.or(run.open_at) else { continue };
        if run_org != org {
            continue;
        }
        let day = when(Instant(counted_at));
        let session = models.sessions.get(&(org.to_owned(), run.session_id.clone()));
        let user = run.user_id.clone().or_else(|| session.and_then(|session| session.user_id.clone()));
        let org_day = orgs.entry((org.to_owned(), day)).or_default();
        add_run(run, &mut org_day.counts);
        if let Some(duration) = run.duration_ms {
            org_day.durations.add(duration, 1);
        }
        if let Some(user) = user {
            if run.is_completed() && !org_day.active_users.contains(&user) {
                org_day.active_users.push(user.clone());
                org_day.active_users.sort();
            }
            org_day.active_users_count = org_day.active_users.len() as i64;
            let user_day = users.entry((org.to_owned(), day, user)).or_default();
            add_run(run, &mut user_day.counts);
            if let Some(duration) = run.duration_ms {
                user_day.durations.add(duration, 1);
            }
        }
    }
    for ((session_org, _), session) in &models.sessions {
        if session_org != org {
            continue;
        }
        let day = when(Instant(session.started_at));
        add_session(session, &mut orgs.entry((org.to_owned(), day)).or_default().counts);
        if let Some(user) = &session.user_id {
            let user_day = users.entry((org.to_owned(), day, user.clone())).or_default();
            add_session(session, &mut user_day.counts);
        }
    }
    for event in events {
        let EventBody::ActivityCounted(activity) = &event.body else { continue };
        let day = when(event.occurred_at());
        add_activity(activity, &mut orgs.entry((org.to_owned(), day)).or_default().counts);
        let session = models.sessions.get(&(org.to_owned(), event.session_id.to_string()));
        if let Some(user) = session.and_then(|session| session.user_id.as_ref()) {
            let user_day = users.entry((org.to_owned(), day, user.clone())).or_default();
            add_activity(activity, &mut user_day.counts);
        }
    }
    // Rows whose every value is zero do not exist.
    orgs.retain(|_, day| *day != OrgDay::default());
    users.retain(|_, day| *day != UserDay::default());
    (orgs, users)
}
