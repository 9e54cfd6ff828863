//! On a cluster: organizations whose machine failed to accept events lately. Until it recovers, only a few of
//! their appends are tried and the others are rejected at once, so that an unresponsive machine does not
//! delay other organizations.
use domain::OrgId;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many appends for them are tried at once.
const PROBES: usize = 4;

/// The organizations whose machine is lost.
#[derive(Debug)]
pub(super) struct Lost {
    org_ids: Mutex<HashSet<OrgId>>,
    probes: Semaphore,
}

/// Permission to try an append.
#[derive(Debug)]
pub(super) enum Leave<'a> {
    /// Its machine is not known to be lost.
    Free,
    /// To check whether its machine has recovered.
    Probe(#[expect(dead_code, reason = "held until the append has ended")] SemaphorePermit<'a>),
}

impl Lost {
    pub(super) fn new() -> Self {
        Self { org_ids: Mutex::default(), probes: Semaphore::new(PROBES) }
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<OrgId>> {
        self.org_ids.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Permission to try an append for this organization; `None` if enough appends are probing lost machines
    /// already.
    pub(super) fn leave(&self, org_id: &OrgId) -> Option<Leave<'_>> {
        if !self.lock().contains(org_id) {
            return Some(Leave::Free);
        }
        self.probes.try_acquire().ok().map(Leave::Probe)
    }

    /// Records that its machine did not respond.
    pub(super) fn lose(&self, org_id: &OrgId) {
        self.lock().insert(org_id.clone());
    }

    /// Records that a lost machine responded: all organizations are tried again, because it may be theirs.
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
