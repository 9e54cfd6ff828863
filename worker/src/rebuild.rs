//! Recomputes read models from the stored events beside the live ones, then swaps them, one organization at a
//! time. Readers see the old rows until the swap commits; ingestion continues; only projection in the
//! organization's lane waits.
use crate::give_up::bury;
use crate::project::ProjectError;
use crate::project::batch::raise_version;
use crate::replay::{Replayed, count, organizations, replay};
use crate::tables::read_models;
use crate::{Progress, WorkerOptions, scratch};
use domain::OrgId;
use domain::lane::lane_of;
use entities::Content;
use store::{Store, Tx};

/// The outcome of a rebuild.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RebuildReport {
    /// Organizations rebuilt.
    pub organizations: u64,
    /// Events read.
    pub events: u64,
    /// Events that turned out to be damaged and became dead letters.
    pub dead_letters: u64,
}

/// Rebuilds the read models of all organizations, or of one.
///
/// # Errors
/// When the database cannot be used; the organization being rebuilt then keeps its old rows.
pub async fn rebuild(
    store: &Store,
    options: &WorkerOptions,
    org: Option<&OrgId>,
    progress: &mut dyn Progress,
) -> anyhow::Result<RebuildReport> {
    let mut tx = store.begin_snapshot().await?;
    progress.expect(count(&tx, "events_raw", org).await?);
    let organizations = organizations(&mut tx, org, store.is_distributed().await?).await?;
    tx.rollback().await?;
    let mut report = RebuildReport::default();
    for org_id in &organizations {
        let guard = store.hold_lane(lane_of(org_id.as_str())).await?;
        let replayed = rebuild_organization(store, options, org_id, progress).await?;
        guard.release().await?;
        report.organizations += 1;
        report.events += replayed.events;
        report.dead_letters += replayed.failures.len() as u64;
    }
    Ok(report)
}

/// While the lane is held, these rows cannot change otherwise, so the snapshot from which they are recomputed
/// remains valid until they are swapped.
async fn rebuild_organization(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    progress: &mut dyn Progress,
) -> Result<Replayed, ProjectError> {
    let mut tx = store.begin_snapshot().await?;
    scratch::create(&mut tx).await?;
    let replayed = replay(&mut tx, options, org_id, progress).await?;
    tx.continue_writing().await?;
    swap(&mut tx, org_id).await?;
    let now = store.clock().now();
    bury(&mut tx, now, &replayed.failures).await?;
    let version = raise_version(&mut tx, org_id, now, now).await?;
    scratch::remove(&mut tx).await?;
    tx.commit().await?;
    store.signals().projected(org_id.shared(), version);
    Ok(replayed)
}

async fn swap(tx: &mut Tx, org_id: &OrgId) -> Result<(), ProjectError> {
    for (table, recomputed) in read_models() {
        let (live, columns) = (table.name, table.columns());
        tx.run(format!("DELETE FROM {live} WHERE org_id = $1"), [org_id.as_str().into()]).await?;
        tx.run(format!("INSERT INTO {live} ({columns}) SELECT {columns} FROM {recomputed}"), []).await?;
    }
    let numbered = entities::TABLES.iter().filter(|table| table.content == Content::Numbered);
    for (table, recomputed) in numbered.filter_map(|table| Some((table, table.scratch?))) {
        let (live, columns) = (table.name, table.columns());
        let sql = format!(
            "INSERT INTO {live} ({columns}) SELECT {columns} FROM {recomputed} WHERE true ON CONFLICT DO NOTHING"
        );
        tx.run(sql, []).await?;
    }
    let people = "INSERT INTO users (user_id, created_at) SELECT s.user_id, o.created_at
                  FROM scratch_org_users s JOIN orgs o ON o.org_id = s.org_id WHERE true ON CONFLICT DO NOTHING";
    tx.run(people, []).await?;
    Ok(())
}
