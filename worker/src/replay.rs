//! Recomputes the read models of one organisation from its stored events, into the scratch tables.
use crate::give_up::Failure;
use crate::hop::organizations_in;
use crate::project::claim::EVENT_COLUMNS;
use crate::project::{ProjectError, StoredEvent, decode, project};
use crate::tables::Tables;
use crate::{Progress, WorkerOptions, scratch};
use domain::{Event, Instant, OrgId};
use store::{Sql, StoreError, Tx};

/// What a recomputation read.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    /// Events read.
    pub(crate) events: u64,
    /// Those that cannot be projected.
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
        project(tx, &Tables::SCRATCH, org_id, &events, Instant(0), options.window_micros()).await?;
    }
}

async fn read(tx: &mut Tx, org_id: &OrgId, after: i64, size: i64) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM scratch_events o
         JOIN events_raw r ON r.org_id = $1 AND r.event_id = o.event_id
         WHERE o.n > $2 AND o.n <= $3"
    );
    let rows = tx.fetch(Sql::new(sql).text(org_id.shared()).int(after).int(after + size)).await?;
    rows.iter().map(|row| StoredEvent::from_row(org_id, row, 0)).collect()
}

/// The organisations that have stored events, rows in a read model, or something kept of what is gone.
pub(crate) async fn organizations(
    tx: &mut Tx,
    only: Option<&OrgId>,
    distributed: bool,
) -> Result<Vec<OrgId>, StoreError> {
    if let Some(org_id) = only {
        return Ok(vec![org_id.clone()]);
    }
    let kept = Tables::KEPT.iter().flat_map(|grain| [grain.org, grain.users]);
    let tables = ["events_raw"].into_iter().chain(Tables::READ_MODELS.map(|(live, _)| live)).chain(kept);
    let mut found = std::collections::BTreeSet::new();
    for table in tables {
        for row in tx.fetch(Sql::new(organizations_in(table, distributed))).await? {
            found.insert(OrgId::from(row.text(0)?));
        }
    }
    Ok(found.into_iter().collect())
}

/// How many rows a table has, of one organisation or of all.
pub(crate) async fn count(tx: &mut Tx, table: &str, only: Option<&OrgId>) -> Result<u64, StoreError> {
    let sql = match only {
        Some(org_id) => Sql::new(format!("SELECT count(*) FROM {table} WHERE org_id = $1")).text(org_id.shared()),
        None => Sql::new(format!("SELECT count(*) FROM {table}")),
    };
    let rows = tx.fetch(sql).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.int(0))?.cast_unsigned())
}
