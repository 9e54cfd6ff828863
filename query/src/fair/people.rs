//! How many operations one person may have in flight: a few, with some more in the queue.
use crate::error::QueryError;
use domain::Caller;
use domain::{OrgId, UserId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many operations may be queued per allowed concurrent operation.
const WAITING_EACH: usize = 8;
/// Beyond this many people, those who have nothing in flight are forgotten.
const REMEMBER_MOST: usize = 10_000;
/// When to retry if the queue is full.
const COME_AGAIN: Duration = Duration::from_secs(1);

/// Whose operations are counted together; all callers without a credential count as one.
type Who = Option<(Option<OrgId>, UserId)>;

/// The operations in flight.
#[derive(Debug)]
pub struct People {
    most: usize,
    lanes: Mutex<HashMap<Who, Weak<Lane>>>,
}

#[derive(Debug)]
struct Lane {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// An operation in flight; ends when dropped.
#[derive(Debug)]
pub struct UnderWay {
    _place: OwnedSemaphorePermit,
    _lane: Arc<Lane>,
}

impl People {
    /// Nothing is in flight yet; `most` is per person.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most: most.clamp(1, Semaphore::MAX_PERMITS), lanes: Mutex::default() }
    }

    /// Waits until the caller may begin an operation. Producers are not limited here, but by what they send.
    ///
    /// # Errors
    /// RATE_LIMITED if too many operations are queued already.
    pub async fn begin(&self, caller: Option<&Caller>) -> Result<Option<UnderWay>, QueryError> {
        let Some(who) = who(caller) else { return Ok(None) };
        let lane = self.lane(who);
        if let Ok(place) = Arc::clone(&lane.places).try_acquire_owned() {
            return Ok(Some(UnderWay { _place: place, _lane: lane }));
        }
        let waiting = Waiting(&lane.waiting);
        if waiting.0.fetch_add(1, Ordering::SeqCst) >= self.most.saturating_mul(WAITING_EACH) {
            let message = "too many of your operations are under way and in line; wait for some to be answered";
            return Err(QueryError::RateLimited { message, retry_after: COME_AGAIN });
        }
        // The semaphore is never closed.
        let place = Arc::clone(&lane.places).acquire_owned().await.map_err(QueryError::internal)?;
        drop(waiting);
        Ok(Some(UnderWay { _place: place, _lane: lane }))
    }

    /// The same for the next answer of a subscription, which waits as long as it takes: a subscription has at
    /// most one operation in the queue, and the number of subscriptions is limited elsewhere.
    pub async fn next(&self, caller: Option<&Caller>) -> Option<UnderWay> {
        let lane = self.lane(who(caller)?);
        // The semaphore is never closed.
        let place = Arc::clone(&lane.places).acquire_owned().await.ok()?;
        Some(UnderWay { _place: place, _lane: lane })
    }

    fn lane(&self, who: Who) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(&who).and_then(Weak::upgrade) {
            return lane;
        }
        if lanes.len() > REMEMBER_MOST {
            lanes.retain(|_, lane| lane.strong_count() > 0);
        }
        let lane = Arc::new(Lane { places: Arc::new(Semaphore::new(self.most)), waiting: AtomicUsize::new(0) });
        lanes.insert(who, Arc::downgrade(&lane));
        lane
    }
}

/// Whose operations are counted; `None` for producers.
fn who(caller: Option<&Caller>) -> Option<Who> {
    match caller {
        Some(Caller::Producer(_)) => None,
        Some(Caller::Person(person)) => Some(Some((person.org_id.clone(), person.sub.clone()))),
        None => Some(None),
    }
}

/// An operation in the queue; leaves it when dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Person;
    use domain::Role;
    use futures_util::FutureExt as _;

    fn person(name: &str) -> Caller {
        let (sub, org_id) = (UserId::from(name), Some(OrgId::from("acme")));
        Caller::Person(Person { sub, name: None, email: None, org_id, role: Role::Member })
    }

    #[tokio::test]
    async fn a_person_has_a_few_under_way_and_some_in_line() {
        let people = People::new(2);
        let (ada, bob) = (person("ada"), person("bob"));
        let mut under_way = Vec::new();
        for _ in 0..2 {
            under_way.push(people.begin(Some(&ada)).await.expect("a place"));
        }
        let mut line: Vec<_> = (0..16).map(|_| Box::pin(people.begin(Some(&ada)))).collect();
        for waiting in &mut line {
            assert!(waiting.now_or_never().is_none(), "those in line wait");
        }
        let refused = people.begin(Some(&ada)).now_or_never().expect("an answer at once");
        assert!(matches!(refused, Err(QueryError::RateLimited { .. })), "{refused:?}");
        assert!(people.begin(Some(&bob)).now_or_never().is_some(), "others are not concerned");
        assert!(people.begin(None).now_or_never().is_some());
        // A caller that disconnects leaves the queue, and a finished operation makes room.
        drop(line.pop());
        under_way.pop();
        let next = line.remove(0).now_or_never().expect("the first in line");
        assert!(next.expect("a place").is_some());
        assert!(people.begin(Some(&ada)).now_or_never().is_none(), "there is room in line again");
    }
}
