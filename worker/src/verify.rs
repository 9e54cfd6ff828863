//! Proves the one law on a live database: recomputes every read model from the stored events and
//! compares every row, in one snapshot, without touching anything.
use crate::project::ProjectError;
use crate::replay::{count, organizations, replay};
use crate::tables::Tables;
use crate::{Progress, WorkerOptions, scratch};
use domain::OrgId;
use store::{Sql, Store, StoreError, Tx};

/// The most differing rows that are told.
const MAX_EXAMPLES: usize = 100;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Organisations compared.
    pub organizations: u64,
    /// Events recomputed from.
    pub events: u64,
    /// Events that wait for projection, and so count nowhere yet.
    pub queued: u64,
    /// Events that were given up, and so count nowhere.
    pub dead_letters: u64,
    /// Rows of the recomputed read models.
    pub rows: u64,
    /// Rows that are stored but not expected, and expected but not stored; a row with another
    /// content is both. So is each fault of a `SQLite` file.
    pub differences: u64,
    /// The first of them, one line each, at most a hundred.
    pub examples: Vec<String>,
}

/// Compares the read models of all organisations, or of one.
///
/// # Errors
/// When the database cannot be used, or stored data cannot be read.
pub async fn verify(
    store: &Store,
    options: &WorkerOptions,
    org: Option<&OrgId>,
    progress: &mut dyn Progress,
) -> anyhow::Result<VerifyReport> {
    let faults = store.faults().await?;
    let mut tx = store.begin_snapshot().await?;
    let mut report = VerifyReport {
        queued: count(&mut tx, "events_queue", org).await?,
        dead_letters: count(&mut tx, "events_dead_letter", org).await?,
        ..VerifyReport::default()
    };
    for fault in faults {
        report.differ(1, format!("the file of the database is damaged: {fault}"));
    }
    let stored = count(&mut tx, "events_raw", org).await?;
    progress.expect(stored.saturating_sub(report.queued + report.dead_letters));
    let organizations = organizations(&mut tx, org, store.is_distributed().await?).await?;
    scratch::create(&mut tx).await?;
    for org_id in &organizations {
        report.organizations += 1;
        let replayed = match replay(&mut tx, options, org_id, progress).await {
            Ok(replayed) => replayed,
            Err(error @ ProjectError::Store(_)) => return Err(error.into()),
            Err(error) => {
                report.differ(1, format!("{org_id}: cannot be recomputed: {error}"));
                continue;
            }
        };
        report.events += replayed.events;
        for failure in replayed.failures {
            let event_id = &failure.event.event_id;
            report.differ(1, format!("events_raw {org_id} {event_id}: counted as projected, but {}", failure.error));
        }
        for (live, recomputed) in Tables::READ_MODELS {
            report.rows += count(&mut tx, recomputed, Some(org_id)).await?;
            report.compare(&mut tx, org_id, live, recomputed).await?;
        }
    }
    scratch::remove(&mut tx).await?;
    tx.rollback().await?;
    Ok(report)
}

impl VerifyReport {
    fn differ(&mut self, rows: u64, example: String) {
        self.differences += rows;
        if self.examples.len() < MAX_EXAMPLES {
            self.examples.push(example);
        }
    }

    async fn compare(&mut self, tx: &mut Tx, org_id: &OrgId, live: &str, recomputed: &str) -> Result<(), StoreError> {
        for (left, right, what) in
            [(live, recomputed, "stored, not expected"), (recomputed, live, "expected, not stored")]
        {
            let columns = Tables::columns(live);
            let rows_of = |table: &str| format!("SELECT {columns} FROM {table} WHERE org_id = $1");
            let differing = format!("{} EXCEPT {}", rows_of(left), rows_of(right));
            let sql = Sql::new(format!("SELECT count(*) FROM ({differing}) AS d")).text(org_id.shared());
            let rows = tx.fetch(sql).await?;
            let number = rows.first().map_or(Ok(0), |row| row.int(0))?.cast_unsigned();
            if number == 0 {
                continue;
            }
            self.differences += number;
            let room = MAX_EXAMPLES.saturating_sub(self.examples.len());
            let sql = Sql::new(format!("SELECT * FROM ({differing}) AS d ORDER BY 2, 1 LIMIT $2"));
            for row in tx.fetch(sql.text(org_id.shared()).int(room as i64)).await? {
                let columns: Vec<String> = (0..row.width()).map(|index| row.display(index)).collect();
                self.examples.push(format!("{live}: {what}: {}", columns.join(" | ")));
            }
        }
        Ok(())
    }
}
