//! Which days of which organizations are simulated.
use crate::day::{parcels, played};
use crate::event::GeneratedEvent;
use crate::org::OrgSpec;
use crate::parcel::Parcel;
use crate::speech::{Played, Speech};
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
    /// How the fleet reports.
    pub speech: Speech,
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
    /// Runs that ended.
    pub runs: u64,
    /// Runs that succeed.
    pub successful: u64,
    /// Handoffs, told or inferred.
    pub handoffs: u64,
    /// Events of all types, and OTLP records.
    pub events: u64,
}

impl Plan {
    /// The number of days.
    #[must_use]
    pub const fn days(&self) -> i32 {
        self.to.0 - self.from.0 + 1
    }

    /// What is sent, one organization and day at a time, oldest day first.
    pub fn batches(&self) -> impl Iterator<Item = Vec<Parcel>> + use<> {
        let Self { orgs, from, to, seed, speech } = self.clone();
        (from.0..=to.0).flat_map(move |day| {
            let days: Vec<_> = orgs.iter().map(|org| parcels(org, Day(day), seed, speech)).collect();
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
            for played in played(org, Day(day), self.seed, self.speech) {
                people.extend(counts.add(&played));
                counts.events += played.parcels().iter().map(|parcel| parcel.records() as u64).sum::<u64>();
            }
        }
        counts.people = people.len() as u64;
        counts
    }
}

impl Counts {
    /// Adds a session; returns its person.
    fn add(&mut self, played: &Played) -> Option<String> {
        match played {
            Played::Events(events) => {
                self.sessions += u64::from(!events.is_empty());
                events.iter().for_each(|event| self.add_event(event));
                events.first().map(|event| event.user_id.clone())
            }
            Played::Script(script) => {
                self.sessions += 1;
                let ends = script.runs().into_iter().filter_map(|run| run.ended);
                for (_, status) in ends {
                    self.runs += 1;
                    self.successful += u64::from(status == RunStatus::Success);
                }
                self.handoffs += script.handoffs().len() as u64;
                Some(script.user_id.clone())
            }
        }
    }

    fn add_event(&mut self, event: &GeneratedEvent) {
        self.handoffs += u64::from(event.event_type == EventType::LocalHandoff);
        if let EventBody::RunCompleted(completed) = &event.payload {
            self.runs += 1;
            self.successful += u64::from(completed.status == RunStatus::Success);
        }
    }
}
