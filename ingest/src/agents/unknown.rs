//! Counts the records that are not stored, by service and name, until [`super::keep`] takes the counts away to keep
//! them. They are not events: nothing is computed from them.
use domain::{OrgId, Unstored};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The maximum number of names counted per organization; records with others are counted together.
pub(crate) const MAX_NAMES: usize = 200;
/// The maximum number of organizations with counts, until the counts are taken away.
const MAX_ORGANIZATIONS: usize = 2_000;
/// The maximum number of names of all of them; others are counted together. A name takes up to a kilobyte.
const MAX_ALL_NAMES: usize = 20_000;
/// About how much memory a count takes besides its texts, and an organization with counts, in bytes.
const COUNT_BYTES: usize = 256;
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

/// The counts of several organizations, whose number and that of their names are limited.
#[derive(Debug, Default)]
struct All {
    counts: HashMap<OrgId, Counts>,
    /// How many names there are.
    names: usize,
}

impl All {
    /// Adds to a count, and returns about how much memory that takes.
    fn add(&mut self, org_id: &OrgId, name: Name, more: Count) -> usize {
        let mut taken = 0;
        if !self.counts.contains_key(org_id) {
            if self.counts.len() >= MAX_ORGANIZATIONS {
                return 0;
            }
            taken += COUNT_BYTES + org_id.as_str().len();
        }
        let counts = self.counts.entry(org_id.clone()).or_default();
        let own = counts.len() - usize::from(counts.contains_key(&Name::others()));
        let has_room = own < MAX_NAMES && self.names < MAX_ALL_NAMES;
        let name = if has_room || counts.contains_key(&name) { name } else { Name::others() };
        if !counts.contains_key(&name) {
            self.names += 1;
            taken += COUNT_BYTES + name.service.len() + name.name.len();
        }
        let count = counts.entry(name).or_default();
        count.records += more.records;
        count.agent = more.agent.or_else(|| count.agent.take());
        taken
    }
}

/// The counts of one request, until its events are stored.
#[derive(Debug, Default)]
pub(crate) struct Tally(All);

impl Tally {
    /// Counts records, and returns about how much memory that takes.
    pub(crate) fn add(&mut self, org_id: &OrgId, name: Name, agent: Option<&str>, records: u64) -> usize {
        self.0.add(org_id, name, Count { records, agent: agent.map(readable) })
    }
}

/// The counts of all requests since they were last taken away.
#[derive(Debug, Default)]
pub(crate) struct Unknown(Mutex<All>);

impl Unknown {
    fn lock(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the counts of a request.
    pub(crate) fn add(&self, tally: Tally) {
        if tally.0.counts.is_empty() {
            return;
        }
        let mut all = self.lock();
        for (org_id, more) in tally.0.counts {
            for (name, count) in more {
                all.add(&org_id, name, count);
            }
        }
    }

    /// Takes the counts away, of each organization, in no particular order.
    #[must_use]
    pub(crate) fn take(&self) -> Vec<(OrgId, Counts)> {
        std::mem::take(&mut *self.lock()).counts.into_iter().collect()
    }

    /// Puts back what could not be kept.
    pub(crate) fn put_back(&self, org_id: OrgId, counts: Counts) {
        self.add(Tally(All { names: counts.len(), counts: [(org_id, counts)].into() }));
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
            tally.add(&acme, Name::of("service", "one", Unstored::Unknown), agent, 1);
            tally.add(&acme, Name::of("service", "one", Unstored::Unknown), None, 1);
            tally.add(&globex, Name::of("service", "t\0wo", Unstored::Cumulative), None, 1);
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
    fn all_names_together_have_a_limit() {
        let (unknown, organizations) = (Unknown::default(), MAX_ALL_NAMES / MAX_NAMES + 5);
        let mut tally = Tally::default();
        let mut claimed = 0;
        for org in 0..organizations {
            for name in 0..MAX_NAMES {
                let name = Name::of("service", &name.to_string(), Unstored::Unknown);
                claimed += tally.add(&OrgId::from(format!("{org:03}")), name, None, 1);
            }
        }
        assert!(claimed > MAX_ALL_NAMES * COUNT_BYTES);
        unknown.add(tally);
        let taken = taken(&unknown);
        assert_eq!(taken.iter().map(|(_, _, count)| count.records).sum::<u64>(), (organizations * MAX_NAMES) as u64);
        assert!(taken.len() <= MAX_ALL_NAMES + organizations, "{} names", taken.len());
    }

    #[test]
    fn names_and_their_lengths_have_limits() {
        let (unknown, acme) = (Unknown::default(), OrgId::from("acme"));
        let mut tally = Tally::default();
        for number in 0..MAX_NAMES + 3 {
            tally.add(
                &acme,
                Name::of("service", &format!("{number}{}", "é".repeat(1_000)), Unstored::Unknown),
                None,
                1,
            );
        }
        unknown.add(tally);
        let mut more = Tally::default();
        more.add(&acme, Name::of("service", "one more", Unstored::Unknown), None, 1);
        unknown.add(more);
        let taken = taken(&unknown);
        assert_eq!(taken.len(), MAX_NAMES + 1);
        assert_eq!((&taken[0].1, taken[0].2.records), (&Name::others(), 4));
        let is_cut =
            |(_, name, count): &(String, Name, Count)| count.records == 1 && name.name.chars().count() == MAX_CHARS;
        assert!(taken[1..].iter().all(is_cut));
    }
}
