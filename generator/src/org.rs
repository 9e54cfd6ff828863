//! The simulated organizations.
use crate::content::repos::{ACME, GLOBEX, NORTHWIND, Repo};
use crate::people::Person;
use crate::presets::PRESETS;

/// What is simulated for one organization.
#[derive(Clone, Debug)]
pub struct OrgSpec {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The people who use agents, in descending order of use.
    pub active: Vec<Person>,
    /// Other people in the directory.
    pub others: Vec<Person>,
    /// Sessions per working day, minimum and maximum.
    pub sessions: (u32, u32),
    /// The percentage of runs that succeed.
    pub success_percent: u32,
    pub(crate) repos: &'static [Repo],
}

impl OrgSpec {
    /// Everyone in the directory.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.active.iter().chain(&self.others)
    }
}

/// The small, the medium and the large organization, with people and sessions multiplied by `scale`.
#[must_use]
pub fn default_orgs(scale: u32) -> Vec<OrgSpec> {
    let scale = scale.max(1);
    let plan = |id: &str, name: &str, users: u32, sessions: (u32, u32), success_percent, offset, repos| OrgSpec {
        id: id.to_owned(),
        name: name.to_owned(),
        active: active(id, users.saturating_mul(scale) as usize, offset),
        others: Vec::new(),
        sessions: (sessions.0.saturating_mul(scale), sessions.1.saturating_mul(scale)),
        success_percent,
        repos,
    };
    let mut orgs = vec![
        plan("acme-robotics", "Acme Robotics", 2, (1, 2), 90, 0, ACME),
        plan("northwind-labs", "Northwind Labs", 5, (5, 10), 80, 12, NORTHWIND),
        plan("globex-cloud", "Globex Cloud", 10, (20, 30), 75, 24, GLOBEX),
    ];
    for org in &mut orgs {
        let known = org.active.len();
        org.others = preset_people(&org.id).filter(|person| !org.active[..known].contains(person)).collect();
    }
    orgs
}

/// The preset people first, then simulated ones.
fn active(org_id: &str, users: usize, offset: usize) -> Vec<Person> {
    let domain = format!("{org_id}.example");
    let mut active: Vec<Person> = preset_people(org_id).take(users).collect();
    // The first simulated person is the organization's administrator, unless a preset is.
    let first = usize::from(!active.is_empty());
    let left = users - active.len();
    active.extend((first..first + left).map(|number| Person::nth(number, offset, &domain)));
    active
}

fn preset_people(org_id: &str) -> impl Iterator<Item = Person> {
    PRESETS.iter().filter(move |preset| preset.org_id == Some(org_id)).map(|preset| Person {
        id: preset.id.to_owned(),
        name: preset.name.to_owned(),
        email: preset.email.to_owned(),
        role: preset.role,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Role;
    use std::collections::BTreeSet;

    #[test]
    fn sizes_and_presets() {
        let orgs = default_orgs(1);
        let sizes: Vec<usize> = orgs.iter().map(|org| org.active.len()).collect();
        assert_eq!(sizes, [2, 5, 10]);
        let names = |org: &OrgSpec| org.people().map(|person| person.id.clone()).collect::<Vec<_>>();
        assert_eq!(names(&orgs[0]), ["alice", "bob", "carol"]);
        assert_eq!(orgs[1].active[0].id, "dan");
        for org in &orgs {
            assert_eq!(org.people().filter(|person| person.role == Role::OrgAdmin).count(), 1, "{}", org.id);
        }
    }

    #[test]
    fn nobody_belongs_to_two_organizations() {
        let orgs = default_orgs(1);
        let all: Vec<&str> = orgs.iter().flat_map(OrgSpec::people).map(|person| person.id.as_str()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
