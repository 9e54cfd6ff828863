//! Which days of which organizations are simulated.
use crate::day::generate_day;
use crate::event::GeneratedEvent;
use crate::org::OrgSpec;
use domain::{Day, EventBody, EventType, RunStatus};
use std::collections::BTreeSet;

/// Whole days of some organizations.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The organizations.
    pub orgs: Vec<OrgSpec>,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The seed.
    pub seed: u64,
}

/// What a plan contains for one organization.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The organization.
    pub org_id: String,
    /// People with a session.
    pub people: u64,
    /// Sessions.
    pub sessions: u64,
    /// Completed runs.
    pub runs: u64,
    /// Runs that succeed.
    pub successful: u64,
    /// Handoffs.
    pub handoffs: u64,
    /// Events of all types.
    pub events: u64,
}

impl Plan {
    /// The number of days.
    #[must_use]
    pub const fn days(&self) -> i32 {
        self.to.0 - self.from.0 + 1
    }

    /// The events, one organization and day at a time, oldest day first.
    pub fn batches(&self) -> impl Iterator<Item = Vec<GeneratedEvent>> + use<> {
        let Self { orgs, from, to, seed } = self.clone();
        (from.0..=to.0).flat_map(move |day| {
            let days: Vec<_> = orgs.iter().map(|org| generate_day(org, Day(day), seed)).collect();
            days
        })
    }

    /// Counts by generating every event, without keeping any.
    #[must_use]
    pub fn count(&self) -> Vec<Counts> {
        self.orgs.iter().map(|org| self.count_org(org)).collect()
    }

    fn count_org(&self, org: &OrgSpec) -> Counts {
        let mut counts = Counts { org_id: org.id.clone(), ..Counts::default() };
        let mut people = BTreeSet::new();
        for day in self.from.0..=self.to.0 {
            let mut sessions = BTreeSet::new();
            for event in generate_day(org, Day(day), self.seed) {
                counts.add(&event);
                people.insert(event.user_id);
                sessions.insert(event.session_id);
            }
            counts.sessions += sessions.len() as u64;
        }
        counts.people = people.len() as u64;
        counts
    }
}

impl Counts {
    fn add(&mut self, event: &GeneratedEvent) {
        self.events += 1;
        self.handoffs += u64::from(event.event_type == EventType::LocalHandoff);
        if let EventBody::RunCompleted(completed) = &event.payload {
            self.runs += 1;
            self.successful += u64::from(completed.status == RunStatus::Success);
        }
    }
}
