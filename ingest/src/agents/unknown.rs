//! Counts the records that no adapter makes anything of, by service and name, until somebody takes the counts
//! away to keep them. They are not events: nothing is computed from them.
use domain::OrgId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The maximum number of names counted per organization; records with others are counted together.
pub const MAX_NAMES: usize = 200;
/// The maximum number of organizations with counts, until the counts are taken away.
const MAX_ORGANIZATIONS: usize = 2_000;
/// The maximum length of a name in characters; the rest is cut off.
const MAX_CHARS: usize = 128;

/// Why a record is not made an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// No adapter knows it.
    Unknown,
    /// It is a point of a sum that is never reset, whose growth only its whole history tells.
    Cumulative,
}

/// What a count is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The service that sent the records.
    pub service: String,
    /// The name of the event, span or metric.
    pub name: String,
    /// Why nothing was made of them.
    pub why: Why,
}

/// A count of records of one organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The organization.
    pub org_id: OrgId,
    /// What was counted; `None` for records whose names were more than [`MAX_NAMES`].
    pub name: Option<Name>,
    /// How many records there were since the counts were last taken away.
    pub records: u64,
}

/// The counts of one organization.
#[derive(Debug, Default)]
struct Counts {
    names: HashMap<Name, u64>,
    others: u64,
}

impl Counts {
    fn add(&mut self, name: Name, records: u64) {
        let is_full = self.names.len() >= MAX_NAMES;
        match self.names.get_mut(&name) {
            Some(count) => *count += records,
            None if is_full => self.others += records,
            None => drop(self.names.insert(name, records)),
        }
    }
}

/// The counts of one request, until its events are stored.
#[derive(Debug, Default)]
pub(crate) struct Tally(HashMap<OrgId, Counts>);

impl Tally {
    /// Counts a record.
    pub(crate) fn add(&mut self, org_id: &OrgId, service: &str, name: &str, why: Why) {
        if !self.0.contains_key(org_id) {
            if self.0.len() == MAX_ORGANIZATIONS {
                return;
            }
            self.0.insert(org_id.clone(), Counts::default());
        }
        if let Some(counts) = self.0.get_mut(org_id) {
            counts.add(Name { service: readable(service), name: readable(name), why }, 1);
        }
    }
}

/// The counts of all requests since they were last taken away.
#[derive(Debug, Default)]
pub struct Unknown(Mutex<HashMap<OrgId, Counts>>);

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
            if all.len() >= MAX_ORGANIZATIONS && !all.contains_key(&org_id) {
                continue;
            }
            let counts = all.entry(org_id).or_default();
            counts.others += more.others;
            for (name, records) in more.names {
                counts.add(name, records);
            }
        }
    }

    /// Takes the counts away, in no particular order. Whoever keeps them calls this from time to time; what this
    /// process counted and nobody took is lost when it ends.
    #[must_use]
    pub fn take(&self) -> Vec<Counted> {
        let all = std::mem::take(&mut *self.lock());
        let mut taken = Vec::new();
        for (org_id, Counts { names, others }) in all {
            let of = |name, records| Counted { org_id: org_id.clone(), name, records };
            taken.extend(names.into_iter().map(|(name, records)| of(Some(name), records)));
            if others > 0 {
                taken.push(of(None, others));
            }
        }
        taken
    }
}

/// The beginning of a name, without control characters.
fn readable(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(MAX_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(unknown: &Unknown) -> Vec<(String, Option<String>, u64)> {
        let mut taken: Vec<_> = unknown
            .take()
            .into_iter()
            .map(|counted| (counted.org_id.to_string(), counted.name.map(|name| name.name), counted.records))
            .collect();
        taken.sort();
        taken
    }

    #[test]
    fn counts_are_added_up_until_they_are_taken() {
        let (unknown, acme, globex) = (Unknown::default(), OrgId::from("acme"), OrgId::from("globex"));
        for _ in 0..2 {
            let mut tally = Tally::default();
            tally.add(&acme, "service", "one", Why::Unknown);
            tally.add(&acme, "service", "one", Why::Unknown);
            tally.add(&globex, "service", "t\0wo", Why::Cumulative);
            unknown.add(tally);
        }
        let expected = [("acme", "one", 4), ("globex", "two", 2)];
        assert_eq!(taken(&unknown), expected.map(|(org, name, count)| (org.to_owned(), Some(name.to_owned()), count)));
        assert_eq!(unknown.take(), []);
    }

    #[test]
    fn names_and_their_lengths_have_limits() {
        let (unknown, acme) = (Unknown::default(), OrgId::from("acme"));
        let mut tally = Tally::default();
        for number in 0..MAX_NAMES + 3 {
            tally.add(&acme, "service", &format!("{number}{}", "é".repeat(1_000)), Why::Unknown);
        }
        unknown.add(tally);
        let mut more = Tally::default();
        more.add(&acme, "service", "one more", Why::Unknown);
        unknown.add(more);
        let taken = taken(&unknown);
        assert_eq!(taken.len(), MAX_NAMES + 1);
        assert_eq!(taken[0], ("acme".to_owned(), None, 4));
        assert!(
            taken[1..]
                .iter()
                .all(|(_, name, count)| *count == 1
                    && name.as_ref().is_some_and(|name| name.chars().count() == MAX_CHARS))
        );
    }
}
