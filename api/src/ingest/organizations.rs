//! How many organizations events may bring into being. Only keys of the platform make any, and all that
//! looks at every organization costs as much as there are.
use super::Producer;
use super::append::NewEvent;
use super::judge::Judged;
use super::outcome::EventError;
use entities::OrgId;
use entities::contract::Code;
use std::collections::{BTreeSet, HashSet};
use store::{Rows, Sql, Store, StoreError};
use tokio::sync::Mutex;

/// How many are remembered; beyond that the memory starts anew.
const REMEMBER_MOST: usize = 200_000;

/// The organizations that are there, as far as this process knows.
#[derive(Debug)]
pub(super) struct Organizations {
    most: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Those whose events are taken.
    taken: HashSet<OrgId>,
    /// Those of them that are not in the directory yet.
    coming: HashSet<OrgId>,
}

impl Organizations {
    /// At most so many.
    pub(super) fn new(most: usize) -> Self {
        Self { most, known: Mutex::default() }
    }

    /// Refuses the events of organizations that would be too many.
    ///
    /// # Errors
    /// When the database does not say how many there are.
    pub(super) async fn admit(
        &self,
        store: &Store,
        producer: &Producer,
        judged: &mut Judged,
    ) -> Result<(), StoreError> {
        // A key of one organization is made for one that is there.
        if producer.org_id.is_some() {
            return Ok(());
        }
        let mut known = self.known.lock().await;
        let named = judged.accepted.iter().map(|event| &event.envelope.event.org_id);
        let unheard: BTreeSet<OrgId> = named.filter(|org_id| !known.taken.contains(*org_id)).cloned().collect();
        if unheard.is_empty() {
            return Ok(());
        }
        let (there, count) = look(store, unheard.iter().chain(&known.coming), self.most).await?;
        known.coming.retain(|org_id| !there.contains(org_id));
        if known.taken.len() > REMEMBER_MOST {
            known.taken.clear();
        }
        let mut room = self.most.saturating_sub(count + known.coming.len());
        let mut refused = HashSet::new();
        for org_id in unheard {
            if !there.contains(&org_id) && !known.coming.contains(&org_id) {
                if room == 0 {
                    refused.insert(org_id);
                    continue;
                }
                room -= 1;
                known.coming.insert(org_id.clone());
            }
            known.taken.insert(org_id);
        }
        drop(known);
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
                    message: format!(
                        "expected an organization that is there: {} are as many as there may be",
                        self.most
                    ),
                });
            } else {
                judged.accepted.push(event);
                judged.positions.push(position);
            }
        }
        judged.errors.sort_by_key(|error| error.index);
    }
}

/// Which of them are in the directory, and how many there are in all, counted up to `most`.
async fn look<'a>(
    store: &Store,
    org_ids: impl Iterator<Item = &'a OrgId>,
    most: usize,
) -> Result<(HashSet<OrgId>, usize), StoreError> {
    let mut tx = store.begin_snapshot().await?;
    let rows = Rows::new().text("org_id", org_ids.map(OrgId::shared));
    let found =
        tx.fetch_rows(&rows, "SELECT o.org_id FROM input i CROSS JOIN orgs o WHERE o.org_id = i.org_id").await?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let count = Sql::new("SELECT count(*) FROM (SELECT 1 FROM orgs LIMIT $1) AS counted").int(limit);
    let count = tx.fetch(count).await?.first().map_or(Ok(0), |row| row.int(0))?;
    tx.rollback().await?;
    let there = found.iter().map(|row| Ok(OrgId::from(row.text(0)?))).collect::<Result<_, StoreError>>()?;
    Ok((there, usize::try_from(count).unwrap_or(usize::MAX)))
}
