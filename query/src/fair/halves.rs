//! A shared resource of which no party gets more than half.
use crate::fair::Party;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Beyond this many parties, those that hold nothing are forgotten.
const REMEMBER_MOST: usize = 1_000;

/// Units of a resource, shared by parties that are served in the order in which they arrive.
#[derive(Debug)]
pub struct Halves {
    all: Arc<Semaphore>,
    half: u32,
    parties: Mutex<HashMap<Party, Weak<Semaphore>>>,
}

/// Units taken by a party; given back when dropped.
#[derive(Debug)]
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Halves {
    /// A resource with this many units, at least two, so that there is a half.
    #[must_use]
    pub fn of(all: usize) -> Self {
        let all = all.clamp(2, Semaphore::MAX_PERMITS.min(u32::MAX as usize));
        let half = u32::try_from(all / 2).unwrap_or(u32::MAX);
        Self { all: Arc::new(Semaphore::new(all)), half, parties: Mutex::default() }
    }

    /// The semaphore for a party's half. It lives for as long as it is in use.
    #[must_use]
    pub fn half(&self, party: &Party) -> Arc<Semaphore> {
        let mut parties = self.parties.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(half) = parties.get(party).and_then(Weak::upgrade) {
            return half;
        }
        if parties.len() > REMEMBER_MOST {
            parties.retain(|_, half| half.strong_count() > 0);
        }
        let half = Arc::new(Semaphore::new(self.half as usize));
        parties.insert(party.clone(), Arc::downgrade(&half));
        half
    }

    /// Waits for this many units for a party, given its half. A request for more than half gets half.
    pub async fn take(&self, half: &Arc<Semaphore>, many: usize) -> Option<Turn> {
        let many = u32::try_from(many).unwrap_or(u32::MAX).clamp(1, self.half);
        // Neither semaphore is ever closed.
        let own = Arc::clone(half).acquire_many_owned(many).await.ok()?;
        let all = Arc::clone(&self.all).acquire_many_owned(many).await.ok()?;
        Some(Turn { _own: own, _all: all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::OrgId;
    use futures_util::FutureExt as _;

    fn party(org: &str) -> Party {
        Party::Organization(OrgId::from(org))
    }

    #[tokio::test]
    async fn nobody_gets_more_than_half() {
        let readers = Halves::of(4);
        let (acme, beta) = (readers.half(&party("acme")), readers.half(&party("beta")));
        let first = readers.take(&acme, 1).await.expect("a turn");
        let _second = readers.take(&acme, 1).await.expect("a turn");
        assert!(readers.take(&acme, 1).now_or_never().is_none(), "acme has its half");
        let _third = readers.take(&beta, 100).now_or_never().flatten().expect("no more than half is ever wanted");
        assert!(readers.take(&readers.half(&Party::Platform), 1).now_or_never().is_none(), "all are taken");
        drop(first);
        assert!(readers.take(&readers.half(&Party::Platform), 1).now_or_never().flatten().is_some());
    }

    #[tokio::test]
    async fn a_party_has_one_half_however_often_it_asks() {
        let readers = Halves::of(4);
        let half = readers.half(&party("acme"));
        let _turn = readers.take(&half, 2).await.expect("a turn");
        drop(half);
        assert!(readers.take(&readers.half(&party("acme")), 1).now_or_never().is_none());
    }

    #[test]
    fn those_who_hold_nothing_are_forgotten() {
        let readers = Halves::of(4);
        for n in 0..5_000 {
            drop(readers.half(&party(&format!("o{n}"))));
        }
        assert!(readers.parties.lock().expect("one test").len() <= REMEMBER_MOST + 1);
    }
}
