//! One memory budget for all request bodies, and each sender's share of it.
use super::Sender;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One caller gets at most one part in this many of the budget.
const CALLERS_PART: usize = 4;
/// All callers of one organization together.
const ORGANIZATIONS_PART: usize = 2;
/// All callers without a credential together.
const STRANGERS_PART: usize = 8;
/// The last part of the budget is reserved for senders that hold next to nothing: even if a few senders hold
/// everything else, others' small requests are accepted.
const KEPT_PART: usize = 8;
/// How much counts as next to nothing: one part in this many of the budget.
const LITTLE_PART: usize = 128;
/// A body that exceeds its account's share is accepted only if the account's other bodies hold no more than
/// one part in this many of the share.
const BESIDE_PART: usize = 2;

/// The bytes in use.
#[derive(Debug)]
pub(super) struct Budget {
    total: usize,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    used: usize,
    accounts: HashMap<Account, Use>,
}

/// What one account uses.
#[derive(Debug, Default)]
struct Use {
    bytes: usize,
    claims: usize,
    /// How many of its bodies are arriving slowly.
    slow: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Account {
    Strangers,
    Caller(Arc<str>),
    Organization(Arc<str>),
    /// Events waiting to be stored, per ingest key.
    Queue(Arc<str>),
    /// The same for all keys of one organization.
    Queues(Arc<str>),
}

impl Account {
    const fn share(&self, total: usize) -> usize {
        total
            / match self {
                Self::Strangers => STRANGERS_PART,
                Self::Caller(_) | Self::Queue(_) => CALLERS_PART,
                Self::Organization(_) | Self::Queues(_) => ORGANIZATIONS_PART,
            }
    }
}

/// Why there is no memory left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The sender has used up its share.
    Sender,
    /// The whole budget is in use.
    Everybody,
}

/// Memory claimed by a sender; given back when dropped.
#[derive(Debug)]
pub struct Claim {
    budget: Arc<Budget>,
    /// The accounts that it counts against: the caller first.
    accounts: Vec<Account>,
    bytes: usize,
    is_slow: bool,
}

impl Budget {
    pub(super) fn new(total: usize) -> Self {
        Self { total, held: Mutex::default() }
    }

    pub(super) fn used(&self) -> usize {
        self.held().used
    }

    pub(super) fn open(self: &Arc<Self>, sender: &Sender) -> Claim {
        let accounts = match sender {
            Sender::Stranger => vec![Account::Strangers],
            Sender::Known { caller, organization } => {
                let organization = organization.as_ref().map(|org_id| Account::Organization(org_id.shared()));
                [Some(Account::Caller(Arc::clone(caller))), organization].into_iter().flatten().collect()
            }
            Sender::Queue { key, organization } => {
                let organization = organization.as_ref().map(|org_id| Account::Queues(org_id.shared()));
                [Some(Account::Queue(Arc::clone(key))), organization].into_iter().flatten().collect()
            }
        };
        let mut held = self.held();
        for account in &accounts {
            held.accounts.entry(account.clone()).or_default().claims += 1;
        }
        drop(held);
        Claim { budget: Arc::clone(self), accounts, bytes: 0, is_slow: false }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Claims memory for a claim that already has `own` bytes, as long as no more than `ceiling` is in use
    /// and an eighth of the budget stays free; a sender that holds next to nothing may use that, too. An
    /// account with little else in use may exceed its share: that is one body, whose size is limited. What
    /// counts is how much its other claims hold, not how many there are: a subscription holds little, for a
    /// long time.
    fn take(&self, accounts: &[Account], own: usize, bytes: usize, ceiling: usize) -> Result<(), Full> {
        let mut held = self.held();
        let mut has_little = true;
        for account in accounts {
            let share = account.share(self.total);
            let of_all = held.accounts.get(account).map_or(0, |of_it| of_it.bytes);
            let beside = of_all.saturating_sub(own);
            if of_all.saturating_add(bytes) > share && beside > share / BESIDE_PART {
                return Err(Full::Sender);
            }
            has_little &= of_all.saturating_add(bytes) <= self.total / LITTLE_PART;
        }
        let ceiling = if has_little { self.total } else { ceiling.min(self.total - self.total / KEPT_PART) };
        if held.used.saturating_add(bytes) > ceiling {
            return Err(Full::Everybody);
        }
        held.used += bytes;
        for account in accounts {
            held.accounts.entry(account.clone()).or_default().bytes += bytes;
        }
        Ok(())
    }
}

impl Claim {
    /// Claims more memory.
    ///
    /// # Errors
    /// When there is none left.
    pub fn grow(&mut self, bytes: usize) -> Result<(), Full> {
        self.budget.take(&self.accounts, self.bytes, bytes, self.budget.total)?;
        self.bytes += bytes;
        Ok(())
    }

    /// Claims more memory for processing a body; a quarter of the budget stays reserved for bodies that are
    /// arriving, and for senders that hold next to nothing.
    ///
    /// # Errors
    /// When there is none left.
    pub fn grow_for_work(&mut self, bytes: usize) -> Result<(), Full> {
        self.budget.take(&self.accounts, self.bytes, bytes, self.budget.total / 4 * 3)?;
        self.bytes += bytes;
        Ok(())
    }

    /// Gives back all but this many bytes.
    pub fn shrink_to(&mut self, bytes: usize) {
        let less = self.bytes.saturating_sub(bytes);
        let mut held = self.budget.held();
        held.used -= less;
        for account in &self.accounts {
            if let Some(of_it) = held.accounts.get_mut(account) {
                of_it.bytes -= less;
            }
        }
        drop(held);
        self.bytes -= less;
    }

    /// Records that the body is arriving slowly; false if the sender has `most` such bodies already.
    pub(super) fn is_slow(&mut self, most: usize) -> bool {
        let Some(account) = self.accounts.first() else { return true };
        let mut held = self.budget.held();
        let of_it = held.accounts.entry(account.clone()).or_default();
        if of_it.slow >= most {
            return false;
        }
        of_it.slow += 1;
        drop(held);
        self.is_slow = true;
        true
    }

    /// Records that the body has arrived.
    pub(super) fn has_arrived(&mut self) {
        if !std::mem::take(&mut self.is_slow) {
            return;
        }
        let mut held = self.budget.held();
        if let Some(of_it) = self.accounts.first().and_then(|account| held.accounts.get_mut(account)) {
            of_it.slow -= 1;
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.has_arrived();
        self.shrink_to(0);
        let mut held = self.budget.held();
        for account in &self.accounts {
            let Some(of_it) = held.accounts.get_mut(account) else { continue };
            of_it.claims -= 1;
            if of_it.claims == 0 {
                held.accounts.remove(account);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::OrgId;

    fn known(caller: &str, organization: &str) -> Sender {
        Sender::Known { caller: Arc::from(caller), organization: Some(OrgId::from(organization)) }
    }

    #[test]
    fn a_caller_has_a_quarter_and_an_organization_half_of_it() {
        let budget = Arc::new(Budget::new(1_000));
        let claims =
            |sender: &Sender, count: usize| -> Vec<Claim> { (0..count).map(|_| budget.open(sender)).collect() };
        let mut first = claims(&known("a", "acme"), 3);
        assert_eq!([first[0].grow(150), first[1].grow(100), first[2].grow(1)], [Ok(()), Ok(()), Err(Full::Sender)]);
        let mut second = claims(&known("b", "acme"), 2);
        assert_eq!([second[0].grow(200), second[1].grow(50)], [Ok(()), Ok(())]);
        let mut third = claims(&known("c", "acme"), 1);
        assert_eq!(third[0].grow(1), Err(Full::Sender), "the organization has its half");
        let mut other = claims(&known("d", "globex"), 1);
        assert_eq!([other[0].grow(375), other[0].grow(1)], [Ok(()), Err(Full::Everybody)]);
        drop(first);
        assert_eq!(third[0].grow(1), Ok(()));
        drop((second, third, other));
        assert_eq!((budget.used(), budget.held().accounts.len()), (0, 0));
    }

    #[test]
    fn strangers_share_an_eighth_and_what_is_made_of_bodies_leaves_a_quarter() {
        let budget = Arc::new(Budget::new(1_000));
        let (mut one, mut other) = (budget.open(&Sender::Stranger), budget.open(&Sender::Stranger));
        assert_eq!([one.grow(100), other.grow(25), other.grow(1)], [Ok(()), Ok(()), Err(Full::Sender)]);
        let mut body = budget.open(&known("a", "acme"));
        assert_eq!([body.grow_for_work(625), body.grow_for_work(1)], [Ok(()), Err(Full::Everybody)]);
        assert_eq!([body.grow(125), body.grow(1)], [Ok(()), Err(Full::Everybody)]);
        body.shrink_to(0);
        assert_eq!(budget.used(), 125);
    }

    #[test]
    fn two_organizations_that_have_everything_leave_something_for_small_requests() {
        let budget = Arc::new(Budget::new(12_800));
        let keys = [("a", "acme"), ("b", "acme"), ("c", "globex"), ("d", "globex")];
        let mut large: Vec<Claim> = keys.iter().map(|(key, org)| budget.open(&known(key, org))).collect();
        let taken: Vec<_> = large.iter_mut().map(|claim| claim.grow(3_200)).collect();
        assert_eq!(taken, [Ok(()), Ok(()), Ok(()), Err(Full::Everybody)]);
        assert_eq!(large[3].grow(1_600), Ok(()));
        // A third caller, an unauthenticated one, and a person of the platform.
        let platform = Sender::Known { caller: Arc::from("root"), organization: None };
        for sender in [known("ci", "initech"), Sender::Stranger, platform] {
            let mut small = budget.open(&sender);
            assert_eq!([small.grow(100), small.grow(1)], [Ok(()), Err(Full::Everybody)], "{sender:?}");
        }
        assert_eq!(large[0].grow(1), Err(Full::Everybody));
    }

    #[test]
    fn what_others_hold_counts_and_not_how_many_they_are() {
        let budget = Arc::new(Budget::new(1_000));
        let key = known("a", "acme");
        let (_silent, mut small, mut large) = (budget.open(&key), budget.open(&key), budget.open(&key));
        assert_eq!(large.grow(300), Ok(()), "beside nothing");
        large.shrink_to(0);
        assert_eq!([small.grow(100), large.grow(300)], [Ok(()), Ok(())], "beside little");
        assert_eq!(small.grow(1), Err(Full::Sender), "one is longer than the share, no two are");
    }

    #[test]
    fn what_waits_to_be_stored_has_shares_of_its_own() {
        let budget = Arc::new(Budget::new(1_000));
        let queue = |key: &str| Sender::Queue { key: Arc::from(key), organization: Some(OrgId::from("acme")) };
        let mut body = budget.open(&known("a", "acme"));
        let mut waiting: Vec<Claim> = ["a", "a", "b", "b", "c"].iter().map(|key| budget.open(&queue(key))).collect();
        assert_eq!(body.grow(200), Ok(()));
        assert_eq!([waiting[0].grow(150), waiting[1].grow(101)], [Ok(()), Err(Full::Sender)]);
        assert_eq!([waiting[1].grow(100), waiting[2].grow(150), waiting[3].grow(100)], [Ok(()), Ok(()), Ok(())]);
        assert_eq!(waiting[4].grow(1), Err(Full::Sender), "the organization has its half");
    }

    #[test]
    fn slow_bodies_are_counted_until_they_have_arrived() {
        let budget = Arc::new(Budget::new(1_000));
        let (mut one, mut other) = (budget.open(&known("a", "acme")), budget.open(&known("a", "acme")));
        assert!(one.is_slow(1) && !other.is_slow(1));
        one.has_arrived();
        assert!(other.is_slow(1));
        drop(other);
        assert!(one.is_slow(1));
    }
}
