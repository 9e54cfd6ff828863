//! Proves the invariant on a live database: recomputes every read model from the stored events and compares
//! every row, in one snapshot, without changing anything.
use crate::project::ProjectError;
use crate::replay::{Count, count, organizations, replay};
use crate::tables::read_models;
use crate::{Progress, WorkerOptions, scratch};
use domain::OrgId;
use entities::Table;
use sea_orm::ConnectionTrait as _;
use store::{Store, StoreError, Tx, display_row};

/// The maximum number of differing rows reported.
const MAX_EXAMPLES: usize = 100;

/// The outcome of a verification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Organizations compared.
    pub organizations: u64,
    /// Events from which the read models were recomputed.
    pub events: u64,
    /// Events that are waiting for projection, and so are not in any metric yet.
    pub queued: u64,
    /// Dead letters, which are not in any metric.
    pub dead_letters: u64,
    /// Rows in the recomputed read models.
    pub rows: u64,
    /// Rows that are stored but not expected, and rows that are expected but not stored; a row with different
    /// content counts as both. Each fault in a `SQLite` file counts as well.
    pub differences: u64,
    /// The first differences, one line each, at most a hundred.
    pub examples: Vec<String>,
}

/// Compares the read models of all organizations, or of one.
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
        queued: count(&tx, "events_queue", org).await?,
        dead_letters: count(&tx, "events_dead_letter", org).await?,
        ..VerifyReport::default()
    };
    for fault in faults {
        report.differ(1, format!("the file of the database is damaged: {fault}"));
    }
    let stored = count(&tx, "events_raw", org).await?;
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
        for (table, recomputed) in read_models() {
            report.rows += count(&tx, recomputed, Some(org_id)).await?;
            report.compare(&tx, org_id, table, recomputed).await?;
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

    async fn compare(&mut self, tx: &Tx, org_id: &OrgId, table: &Table, recomputed: &str) -> Result<(), StoreError> {
        let live = table.name;
        for (left, right, what) in
            [(live, recomputed, "stored, not expected"), (recomputed, live, "expected, not stored")]
        {
            let columns = table.columns();
            let rows_of = |table: &str| format!("SELECT {columns} FROM {table} WHERE org_id = $1");
            let differing = format!("{} EXCEPT {}", rows_of(left), rows_of(right));
            let sql = format!("SELECT count(*) AS found FROM ({differing}) AS d");
            let number = Count::of(tx, sql, [org_id.as_str().into()]).await?;
            if number == 0 {
                continue;
            }
            self.differences += number;
            let room = MAX_EXAMPLES.saturating_sub(self.examples.len());
            let sql = format!("SELECT * FROM ({differing}) AS d ORDER BY 2, 1 LIMIT $2");
            let sql = tx.engine().statement(sql, [org_id.as_str().into(), (room as i64).into()]);
            for row in tx.query_all_raw(sql).await? {
                self.examples.push(format!("{live}: {what}: {}", display_row(&row).join(" | ")));
            }
        }
        Ok(())
    }
}
