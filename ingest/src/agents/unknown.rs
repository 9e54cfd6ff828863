//! Counts the records that are not stored, by service and name, until [`super::keep`] takes the counts away to keep
//! them. They are not events: nothing is computed from them.
use domain::{OrgId, Unstored};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The maximum number of names counted per organization; records with others are counted together.
pub(crate) const MAX_NAMES: usize = 200;
/// The maximum number of organizations with counts, until the counts are taken away.
const MAX_ORGANIZATIONS: usize = 2_000;
/// The maximum length of a name in characters; the rest is cut off.
const MAX_CHARS: usize = 128;

/// What a count is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    /// The service that sent the records.
    pub(crate) service: String,
    /// The name of the event, span or metric; of refused records, why.
    pub(crate) name: String,
    /// Why nothing was stored.
    pub(crate) why: Unstored,
}

impl Name {
    /// The beginnings of a service and a name, without control characters.
    pub(crate) fn of(service: &str, name: &str, why: Unstored) -> Self {
        Self { service: readable(service), name: readable(name), why }
    }

    /// What records beyond the limit of names are counted as.
    pub(crate) const fn others() -> Self {
        Self { service: String::new(), name: String::new(), why: Unstored::Unknown }
    }
}

/// A count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// How many records there were.
    pub(crate) records: u64,
    /// The agent that sent the last of them, if it is known.
    pub(crate) agent: Option<String>,
}

/// The counts of one organization.
pub(crate) type Counts = HashMap<Name, Count>;

fn add(counts: &mut Counts, name: Name, more: Count) {
    let names = counts.len() - usize::from(counts.contains_key(&Name::others()));
    let name = if names < MAX_NAMES || counts.contains_key(&name) { name } else { Name::others() };
    let count = counts.entry(name).or_default();
    count.records += more.records;
    count.agent = more.agent.or_else(|| count.agent.take());
}

/// The counts of one request, until its events are stored.
#[derive(Debug, Default)]
pub(crate) struct Tally(HashMap<OrgId, Counts>);

impl Tally {
    /// Counts a record.
    pub(crate) fn add(&mut self, org_id: &OrgId, name: Name, agent: Option<&str>) {
        if self.0.len() < MAX_ORGANIZATIONS || self.0.contains_key(org_id) {
            let counts = self.0.entry(org_id.clone()).or_default();
            add(counts, name, Count { records: 1, agent: agent.map(readable) });
        }
    }
}

/// The counts of all requests since they were last taken away.
#[derive(Debug, Default)]
pub(crate) struct Unknown(Mutex<HashMap<OrgId, Counts>>);

impl Unknown {
    fn lock(&self) -> MutexGuard<'_, HashMap<OrgId, Counts>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the counts of a request.
    pub(crate) fn add(&self, tally: Tally) {
        if tally.0.is_empty() {
            return;
        }
        let mut all = self.lock();
        for (org_id, more) in tally.0 {
            if all.len() < MAX_ORGANIZATIONS || all.contains_key(&org_id) {
                let counts = all.entry(org_id).or_default();
                more.into_iter().for_each(|(name, count)| add(counts, name, count));
            }
        }
    }

    /// Takes the counts away, of each organization, in no particular order.
    #[must_use]
    pub(crate) fn take(&self) -> Vec<(OrgId, Counts)> {
        std::mem::take(&mut *self.lock()).into_iter().collect()
    }

    /// Puts back what could not be kept.
    pub(crate) fn put_back(&self, org_id: OrgId, counts: Counts) {
        self.add(Tally([(org_id, counts)].into()));
    }
}

/// The beginning of a name, without control characters.
fn readable(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(MAX_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(unknown: &Unknown) -> Vec<(String, Name, Count)> {
        let of = |(org_id, counts): (OrgId, Counts)| {
            counts.into_iter().map(move |(name, count)| (org_id.to_string(), name, count))
        };
        let mut taken: Vec<_> = unknown.take().into_iter().flat_map(of).collect();
        taken.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
        taken
    }

    #[test]
    fn counts_are_added_up_until_they_are_taken() {
        let (unknown, acme, globex) = (Unknown::default(), OrgId::from("acme"), OrgId::from("globex"));
        for agent in [Some("codex"), None] {
            let mut tally = Tally::default();
            tally.add(&acme, Name::of("service", "one", Unstored::Unknown), agent);
            tally.add(&acme, Name::of("service", "one", Unstored::Unknown), None);
            tally.add(&globex, Name::of("service", "t\0wo", Unstored::Cumulative), None);
            unknown.add(tally);
        }
        let name = |name, why| Name { service: "service".to_owned(), name: String::from(name), why };
        let count = |records, agent: Option<&str>| Count { records, agent: agent.map(str::to_owned) };
        let expected = [
            ("acme".to_owned(), name("one", Unstored::Unknown), count(4, Some("codex"))),
            ("globex".to_owned(), name("two", Unstored::Cumulative), count(2, None)),
        ];
        assert_eq!(taken(&unknown), expected);
        assert_eq!(unknown.take(), []);
    }

    #[test]
    fn names_and_their_lengths_have_limits() {
        let (unknown, acme) = (Unknown::default(), OrgId::from("acme"));
        let mut tally = Tally::default();
        for number in 0..MAX_NAMES + 3 {
            tally.add(&acme, Name::of("service", &format!("{number}{}", "é".repeat(1_000)), Unstored::Unknown), None);
        }
        unknown.add(tally);
        let mut more = Tally::default();
        more.add(&acme, Name::of("service", "one more", Unstored::Unknown), None);
        unknown.add(more);
        let taken = taken(&unknown);
        assert_eq!(taken.len(), MAX_NAMES + 1);
        assert_eq!((&taken[0].1, taken[0].2.records), (&Name::others(), 4));
        let is_cut =
            |(_, name, count): &(String, Name, Count)| count.records == 1 && name.name.chars().count() == MAX_CHARS;
        assert!(taken[1..].iter().all(is_cut));
    }
}
