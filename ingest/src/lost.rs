//! On a cluster: organizations whose machine did not take events lately. Until it does again only a few of their
//! appends try it, and the others are refused at once, so that nobody else waits for a machine that is silent.
use domain::OrgId;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many appends of theirs try at once.
const PROBES: usize = 4;

/// The organizations.
#[derive(Debug)]
pub(super) struct Lost {
    org_ids: Mutex<HashSet<OrgId>>,
    probes: Semaphore,
}

/// Leave to try an append.
#[derive(Debug)]
pub(super) enum Leave<'a> {
    /// Nothing is known against its machine.
    Free,
    /// To see whether its machine is back.
    Probe(#[expect(dead_code, reason = "held until the append has ended")] SemaphorePermit<'a>),
}

impl Lost {
    pub(super) fn new() -> Self {
        Self { org_ids: Mutex::default(), probes: Semaphore::new(PROBES) }
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<OrgId>> {
        self.org_ids.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leave to try an append of this organization; none where enough others try their machines.
    pub(super) fn leave(&self, org_id: &OrgId) -> Option<Leave<'_>> {
        if !self.lock().contains(org_id) {
            return Some(Leave::Free);
        }
        self.probes.try_acquire().ok().map(Leave::Probe)
    }

    /// Its machine did not answer.
    pub(super) fn lose(&self, org_id: &OrgId) {
        self.lock().insert(org_id.clone());
    }

    /// A machine answered that had not: all are tried again, as what came back may be theirs.
    pub(super) fn find(&self, leave: &Leave<'_>) {
        if let Leave::Probe(_) = leave {
            self.lock().clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_try_until_one_succeeds() {
        let (lost, org_id) = (Lost::new(), OrgId::from("acme"));
        assert!(matches!(lost.leave(&org_id), Some(Leave::Free)));
        lost.lose(&org_id);
        let mut probes: Vec<_> = (0..PROBES).map(|_| lost.leave(&org_id)).collect();
        assert!(probes.iter().all(|probe| matches!(probe, Some(Leave::Probe(_)))));
        assert!(lost.leave(&org_id).is_none(), "enough of them try");
        assert!(matches!(lost.leave(&OrgId::from("globex")), Some(Leave::Free)), "others notice nothing");
        drop(probes.pop());
        assert!(lost.leave(&org_id).is_some(), "one that failed makes room for the next");
        lost.find(&probes.pop().flatten().expect("a probe"));
        assert!(matches!(lost.leave(&org_id), Some(Leave::Free)));
    }
}
