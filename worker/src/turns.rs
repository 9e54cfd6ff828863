//! Whose turn it is. Organizations that were served longest ago come first. Organizations without any
//! projected events come after the others, however many they are, and still get a fixed share of the turns.
use crate::isolate::Footing;
use domain::OrgId;
use std::collections::{HashMap, HashSet};

/// After this many turns of known organizations, a new one gets a turn.
const KNOWN_TURNS: u32 = 3;
/// Beyond this many organizations, those that have nothing queued are forgotten.
const REMEMBER_MOST: usize = 50_000;

/// What is remembered about organizations that had something queued.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    seen: HashMap<OrgId, Seen>,
    /// How many turns there have been so far.
    taken: u64,
    /// How many turns known organizations have had since a new one last had one.
    known_in_a_row: u32,
}

/// What is remembered about one organization.
#[derive(Debug, Default)]
struct Seen {
    /// The number of its last turn.
    last: u64,
    is_known: bool,
    /// Whether it was added to the directory before any of its events were projected.
    is_introduced: bool,
    footing: Footing,
}

impl Turns {
    /// The organizations about which nothing is remembered.
    pub(crate) fn unseen(&self, queued: &[OrgId]) -> Vec<OrgId> {
        queued.iter().filter(|org_id| !self.seen.contains_key(*org_id)).cloned().collect()
    }

    /// Remembers organizations; `known` are those that had events projected before.
    pub(crate) fn meet(&mut self, unseen: Vec<OrgId>, known: &HashSet<OrgId>, queued: &[OrgId]) {
        if self.seen.len() + unseen.len() > REMEMBER_MOST {
            let queued: HashSet<&OrgId> = queued.iter().collect();
            self.seen.retain(|org_id, _| queued.contains(org_id));
        }
        for org_id in unseen {
            let is_known = known.contains(&org_id);
            self.seen.insert(org_id, Seen { is_known, ..Seen::default() });
        }
    }

    /// The order in which organizations get their turns.
    pub(crate) fn order(&self, queued: Vec<OrgId>) -> Vec<OrgId> {
        let of = |org_id: &OrgId| self.seen.get(org_id).map_or((false, 0), |seen| (seen.is_known, seen.last));
        let (mut known, mut new): (Vec<_>, Vec<_>) = queued.into_iter().partition(|org_id| of(org_id).0);
        known.sort_by_key(|org_id| of(org_id).1);
        new.sort_by_key(|org_id| of(org_id).1);
        let mut order = Vec::with_capacity(known.len() + new.len());
        let (mut known, mut new) = (known.into_iter(), new.into_iter());
        let mut in_a_row = self.known_in_a_row;
        loop {
            let next = if in_a_row < KNOWN_TURNS {
                in_a_row += 1;
                known.next().or_else(|| new.next())
            } else {
                in_a_row = 0;
                new.next().or_else(|| known.next())
            };
            match next {
                Some(org_id) => order.push(org_id),
                None => return order,
            }
        }
    }

    /// Whether none of its events were projected yet, nor was it added to the directory.
    pub(crate) fn is_unintroduced(&self, org_id: &OrgId) -> bool {
        self.seen.get(org_id).is_none_or(|seen| !seen.is_known && !seen.is_introduced)
    }

    /// Records that these were added to the directory.
    pub(crate) fn introduced(&mut self, org_ids: &[OrgId]) {
        for org_id in org_ids {
            if let Some(seen) = self.seen.get_mut(org_id) {
                seen.is_introduced = true;
            }
        }
    }

    /// Begins its turn and returns its state.
    pub(crate) fn begin(&mut self, org_id: &OrgId) -> &mut Footing {
        self.taken += 1;
        let seen = self.seen.entry(org_id.clone()).or_default();
        seen.last = self.taken;
        self.known_in_a_row = if seen.is_known { self.known_in_a_row.saturating_add(1) } else { 0 };
        &mut seen.footing
    }

    /// Records that its turn had an effect.
    pub(crate) fn know(&mut self, org_id: &OrgId) {
        if let Some(seen) = self.seen.get_mut(org_id) {
            seen.is_known = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &[&str]) -> Vec<OrgId> {
        names.iter().copied().map(OrgId::from).collect()
    }

    fn met(known: &[&str], new: &[&str]) -> (Turns, Vec<OrgId>) {
        let mut turns = Turns::default();
        let queued = ids(&[new, known].concat());
        turns.meet(turns.unseen(&queued), &ids(known).into_iter().collect(), &queued);
        (turns, queued)
    }

    #[test]
    fn known_ones_come_first_and_each_fourth_turn_is_a_new_ones() {
        let (turns, queued) = met(&["a", "b", "c", "d", "e"], &["x", "y"]);
        assert_eq!(turns.order(queued), ids(&["a", "b", "c", "x", "d", "e", "y"]));
    }

    #[test]
    fn new_ones_have_their_share_however_often_the_queue_is_asked() {
        let (mut turns, queued) = met(&["a", "b"], &["x", "y"]);
        let mut served = Vec::new();
        // Only one turn fits in before the queue is queried again.
        for _ in 0..12 {
            let first = turns.order(queued.clone()).swap_remove(0);
            turns.begin(&first);
            served.push(first);
        }
        let turns_of = |name: &str| served.iter().filter(|org_id| org_id.as_str() == name).count();
        assert_eq!([turns_of("a"), turns_of("b"), turns_of("x"), turns_of("y")], [5, 4, 2, 1], "{served:?}");
    }

    #[test]
    fn whoever_was_served_longest_ago_comes_first() {
        let (mut turns, queued) = met(&["a", "b", "c"], &[]);
        turns.begin(&OrgId::from("a"));
        turns.begin(&OrgId::from("b"));
        assert_eq!(turns.order(queued), ids(&["c", "a", "b"]));
        assert!(turns.is_unintroduced(&OrgId::from("unheard of")) && !turns.is_unintroduced(&OrgId::from("a")));
    }

    #[test]
    fn new_ones_are_introduced_once() {
        let (mut turns, queued) = met(&["a"], &["x", "y"]);
        assert_eq!(queued.iter().filter(|org_id| turns.is_unintroduced(org_id)).count(), 2);
        turns.introduced(&ids(&["x"]));
        assert!(!turns.is_unintroduced(&OrgId::from("x")) && turns.is_unintroduced(&OrgId::from("y")));
    }
}
