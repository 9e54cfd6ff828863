//! Limits how many organizations events may create. Only platform keys and certificates create any, and
//! everything that covers all organizations costs as much as there are.
use super::append::NewEvent;
use super::depth::upto;
use super::judge::Judged;
use super::outcome::EventError;
use domain::OrgId;
use domain::Producer;
use domain::contract::Code;
use entities::org;
use sea_orm::FromQueryResult;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::{Moment, Rows, Store, StoreError};

/// How many are cached; beyond that the cache is cleared.
const REMEMBER_MOST: usize = 200_000;
/// How long after they were admitted events are certain to be in the queue, if they were stored at all:
/// storing may fail, and senders may disconnect.
const ARRIVE_WITHIN: Duration = Duration::from_secs(60);

/// The organizations that exist, as far as this process knows.
#[derive(Debug)]
pub(super) struct Organizations {
    most: usize,
    known: Mutex<Known>,
    /// Locked by the request that queries the database; holds the time of the last failed query. Requests
    /// that arrive in the meantime wait, and may be admitted by the next query's result.
    asking: tokio::sync::Mutex<Option<Moment>>,
}

#[derive(Debug, Default)]
struct Known {
    /// Organizations whose events are accepted.
    taken: HashSet<OrgId>,
    /// Those accepted organizations that are not in the directory yet, and when their events were last
    /// admitted.
    coming: HashMap<OrgId, Moment>,
    /// Organizations to look up in the database.
    wanted: BTreeSet<OrgId>,
}

impl Known {
    /// The organizations in the batch whose events are not accepted yet. Those that are accepted but not in
    /// the directory yet get `now` as the time of their last events.
    fn unheard(&mut self, judged: &Judged, now: Moment) -> BTreeSet<OrgId> {
        let mut unheard = BTreeSet::new();
        for event in &judged.accepted {
            let org_id = &event.envelope.event.org_id;
            if let Some(since) = self.coming.get_mut(org_id) {
                *since = now;
            } else if !self.taken.contains(org_id) {
                unheard.insert(org_id.clone());
            }
        }
        unheard
    }

    /// The organizations whose events should be in the queue by now.
    fn late(&self, now: Moment) -> Vec<OrgId> {
        let is_late = |(_, since): &(&OrgId, &Moment)| now.since(**since) >= ARRIVE_WITHIN;
        self.coming.iter().filter(is_late).map(|(org_id, _)| org_id.clone()).collect()
    }

    /// Removes organizations that are in the directory by now, and those that never appeared, which no longer
    /// take up room. If events were admitted while the database was queried, the organization may still
    /// appear.
    fn settle(&mut self, found: &Found, now: Moment) {
        let Self { taken, coming, .. } = self;
        coming.retain(|org_id, since| {
            let is_lost = found.lost.contains(org_id) && now.since(*since) >= ARRIVE_WITHIN;
            if is_lost {
                taken.remove(org_id);
            }
            !is_lost && !found.there.contains(org_id)
        });
    }

    /// Accepts the organizations that exist, and others as far as there is room, the requester's own before
    /// those of waiting requests. Returns the requester's own organizations that are not accepted.
    fn let_in(
        &mut self,
        own: &BTreeSet<OrgId>,
        wanted: &BTreeSet<OrgId>,
        found: &Found,
        most: usize,
        now: Moment,
    ) -> HashSet<OrgId> {
        if self.taken.len() > REMEMBER_MOST {
            self.taken.clear();
        }
        let mut room = most.saturating_sub(found.count.saturating_add(self.coming.len()));
        for org_id in own.iter().chain(wanted.difference(own)) {
            if !found.there.contains(org_id) && !self.coming.contains_key(org_id) {
                if room == 0 {
                    continue;
                }
                room -= 1;
                self.coming.insert(org_id.clone(), now);
            }
            self.taken.insert(org_id.clone());
        }
        own.iter().filter(|org_id| !self.taken.contains(*org_id)).cloned().collect()
    }
}

impl Organizations {
    /// At most `most` organizations.
    pub(super) fn new(most: usize) -> Self {
        Self { most, known: Mutex::default(), asking: tokio::sync::Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rejects events of organizations beyond the limit.
    ///
    /// # Errors
    /// When the number of organizations cannot be queried.
    pub(super) async fn admit(
        &self,
        store: &Store,
        producer: &Producer,
        judged: &mut Judged,
    ) -> Result<(), StoreError> {
        if producer.is_of_known_organization() {
            return Ok(());
        }
        let now = || store.clock().moment();
        let came = now();
        {
            let mut known = self.lock();
            let mut unheard = known.unheard(judged, came);
            if unheard.is_empty() {
                return Ok(());
            }
            known.wanted.append(&mut unheard);
        }
        // Many requests ask at once after a start: one query answers them all.
        let mut failed = self.asking.lock().await;
        // While the database is unavailable, waiting requests must not each wait for a timeout, one after the
        // other.
        if failed.is_some_and(|failed| failed.since(came) > Duration::ZERO) {
            return Err(StoreError::Locked("the organizations could not be read a moment ago".to_owned()));
        }
        let (own, wanted, asked, late) = {
            let mut known = self.lock();
            let own = known.unheard(judged, now());
            if own.is_empty() {
                return Ok(());
            }
            let mut wanted = std::mem::take(&mut known.wanted);
            wanted.extend(own.iter().cloned());
            let asked: BTreeSet<OrgId> = wanted.iter().chain(known.coming.keys()).cloned().collect();
            (own, wanted, asked, known.late(now()))
        };
        let found = match look(store, &asked, &late, self.most).await {
            Ok(found) => found,
            Err(error) => {
                *failed = Some(now());
                return Err(error);
            }
        };
        let refused = {
            let mut known = self.lock();
            let now = now();
            known.settle(&found, now);
            known.let_in(&own, &wanted, &found, self.most, now)
        };
        if !refused.is_empty() {
            self.refuse(&refused, judged);
        }
        Ok(())
    }

    fn refuse(&self, refused: &HashSet<OrgId>, judged: &mut Judged) {
        let is_refused = |event: &NewEvent| refused.contains(&event.envelope.event.org_id);
        let accepted = std::mem::take(&mut judged.accepted);
        let positions = std::mem::take(&mut judged.positions);
        for (event, position) in accepted.into_iter().zip(positions) {
            if is_refused(&event) {
                judged.errors.push(EventError {
                    index: position,
                    event_id: Some(event.envelope.event.event_id().to_string()),
                    path: Some("org_id".to_owned()),
                    code: Code::TooManyOrganizations.as_str(),
                    message: format!("expected an existing organization: the maximum of {} is reached", self.most),
                });
            } else {
                judged.accepted.push(event);
                judged.positions.push(position);
            }
        }
        judged.errors.sort_by_key(|error| error.index);
    }
}

/// What the database says about organizations.
struct Found {
    /// Organizations in the directory.
    there: HashSet<OrgId>,
    /// Organizations without any trace, although there should be one by now.
    lost: HashSet<OrgId>,
    /// The number of organizations in the directory, counted up to the limit.
    count: usize,
}

/// Finds which of the organizations are in the directory, which of the late ones are not in the queue either,
/// and how many there are in all, counted up to `most`.
async fn look(store: &Store, org_ids: &BTreeSet<OrgId>, late: &[OrgId], most: usize) -> Result<Found, StoreError> {
    let mut tx = store.begin_snapshot().await?;
    let rows = Rows::new().text("org_id", org_ids.iter().map(OrgId::shared));
    let directory = "SELECT o.org_id FROM input i CROSS JOIN orgs o WHERE o.org_id = i.org_id";
    let there = ids(&tx.select_rows(&rows, directory).await?);
    let count = upto(&tx, org::Entity, u64::try_from(most).unwrap_or(u64::MAX)).await?;
    let mut lost: HashSet<OrgId> = late.iter().filter(|org_id| !there.contains(*org_id)).cloned().collect();
    if !lost.is_empty() {
        let rows = Rows::new().text("org_id", lost.iter().map(OrgId::shared));
        let spread = store.is_distributed().await?;
        let queue = if spread {
            "SELECT DISTINCT q.org_id FROM input i CROSS JOIN events_queue q WHERE q.org_id = i.org_id"
        } else {
            "SELECT i.org_id FROM input i WHERE EXISTS (SELECT 1 FROM events_queue q WHERE q.org_id = i.org_id)"
        };
        match tx.select_rows(&rows, queue).await {
            Ok(queued) => {
                for org_id in ids(&queued) {
                    lost.remove(&org_id);
                }
            }
            // A machine of the cluster is lost, and the late organizations' events may be on it.
            Err(error) if spread && error.is_machine_lost() => lost.clear(),
            Err(error) => return Err(error),
        }
    }
    // Nothing was written. If the last statement failed, its error matters, not that of the rollback.
    let _refused = tx.rollback().await;
    Ok(Found { there, lost, count: usize::try_from(count).unwrap_or(usize::MAX) })
}

#[derive(FromQueryResult)]
struct Organization {
    org_id: String,
}

fn ids(rows: &[Organization]) -> HashSet<OrgId> {
    rows.iter().map(|row| OrgId::from(row.org_id.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::Clock;

    fn set(ids: &[&str]) -> BTreeSet<OrgId> {
        ids.iter().map(|id| OrgId::from(*id)).collect()
    }

    fn found(there: &[&str], count: usize) -> Found {
        Found { there: set(there).into_iter().collect(), lost: HashSet::new(), count }
    }

    #[test]
    fn one_look_lets_in_those_who_wait_the_askers_own_first() {
        let now = Clock::manual(domain::Instant(0)).moment();
        let mut known = Known::default();
        let (own, wanted) = (set(&["new-z"]), set(&["new-a", "new-z", "old"]));
        let refused = known.let_in(&own, &wanted, &found(&["old"], 1), 2, now);
        assert!(refused.is_empty(), "{refused:?}");
        let is_taken = ["new-a", "new-z", "old"].map(|id| known.taken.contains(&OrgId::from(id)));
        assert_eq!(is_taken, [false, true, true]);
        // The other request makes its own query, and learns that there is no room.
        let own = set(&["new-a"]);
        assert_eq!(known.let_in(&own, &own, &found(&[], 1), 2, now), own.into_iter().collect());
    }

    #[test]
    fn a_memory_that_starts_anew_refuses_nobody() {
        let now = Clock::manual(domain::Instant(0)).moment();
        let taken = (0..=REMEMBER_MOST).map(|number| OrgId::from(format!("org-{number}").as_str())).collect();
        let mut known = Known { taken, ..Known::default() };
        // A batch with one cached organization and one new one: the first is not looked up.
        let own = set(&["new"]);
        assert!(known.let_in(&own, &own, &found(&[], REMEMBER_MOST), usize::MAX, now).is_empty());
        assert_eq!(known.taken.len(), 1);
    }
}
