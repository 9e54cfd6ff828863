//! Recomputes the read models of one organization from its stored events, into the scratch tables.
use crate::distinct_orgs::{Found, organizations_in};
use crate::give_up::Failure;
use crate::project::claim::{EVENT_COLUMNS, EventRow};
use crate::project::{ProjectError, StoredEvent, decode, project};
use crate::tables::Tables;
use crate::{Progress, WorkerOptions, scratch};
use domain::{Event, Instant, OrgId};
use sea_orm::{FromQueryResult, Value};
use store::{StoreError, Tx};

/// The outcome of a recomputation.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    /// Events read.
    pub(crate) events: u64,
    /// Events that cannot be projected.
    pub(crate) failures: Vec<Failure>,
}

/// Fills the scratch tables; see [`scratch::create`].
pub(crate) async fn replay(
    tx: &mut Tx,
    options: &WorkerOptions,
    org_id: &OrgId,
    progress: &mut dyn Progress,
) -> Result<Replayed, ProjectError> {
    scratch::begin_organization(tx, org_id).await?;
    let mut replayed = Replayed::default();
    let size = i64::try_from(options.batch_events).unwrap_or(i64::MAX);
    let mut after = 0;
    loop {
        let stored = read(tx, org_id, after, size).await?;
        if stored.is_empty() {
            return Ok(replayed);
        }
        after += size;
        replayed.events += stored.len() as u64;
        progress.advance(stored.len() as u64);
        let mut events: Vec<Event> = Vec::with_capacity(stored.len());
        for event in stored {
            match decode(&event) {
                Ok(event) => events.push(event),
                Err(error) => replayed.failures.push(Failure::new(event, &error)),
            }
        }
        project(tx, Tables::Scratch, org_id, &events, Instant(0), options.window_micros()).await?;
        scratch::reach(tx, after).await?;
    }
}

async fn read(tx: &mut Tx, org_id: &OrgId, after: i64, size: i64) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM scratch_events o
         JOIN events_raw r ON r.org_id = $1 AND r.event_id = o.event_id
         WHERE o.n > $2 AND o.n <= $3"
    );
    let values = [org_id.as_str().into(), after.into(), (after + size).into()];
    let rows: Vec<EventRow> = tx.select(sql, values).await?;
    Ok(rows.into_iter().map(|row| row.into_event(org_id)).collect())
}

/// The organizations that have stored events, rows in a read model, or kept totals of deleted sessions.
pub(crate) async fn organizations(
    tx: &mut Tx,
    only: Option<&OrgId>,
    distributed: bool,
) -> Result<Vec<OrgId>, StoreError> {
    if let Some(org_id) = only {
        return Ok(vec![org_id.clone()]);
    }
    let derived = entities::read_models().chain(entities::kept_tables()).map(|table| table.name);
    let mut found = std::collections::BTreeSet::new();
    for table in ["events_raw"].into_iter().chain(derived) {
        let told: Vec<Found> = tx.select(organizations_in(table, distributed), []).await?;
        found.extend(told.into_iter().map(OrgId::from));
    }
    Ok(found.into_iter().collect())
}

/// A number of rows.
#[derive(FromQueryResult)]
pub(crate) struct Count {
    found: i64,
}

impl Count {
    /// The result of a statement that names it `found`.
    pub(crate) async fn of(tx: &Tx, text: String, values: impl IntoIterator<Item = Value>) -> Result<u64, StoreError> {
        let told: Vec<Self> = tx.select(text, values).await?;
        Ok(told.first().map_or(0, |told| told.found.cast_unsigned()))
    }
}

/// How many rows a table has, for one organization or for all.
pub(crate) async fn count(tx: &Tx, table: &str, only: Option<&OrgId>) -> Result<u64, StoreError> {
    let all = format!("SELECT count(*) AS found FROM {table}");
    match only {
        Some(org_id) => Count::of(tx, format!("{all} WHERE org_id = $1"), [org_id.as_str().into()]).await,
        None => Count::of(tx, all, []).await,
    }
}
