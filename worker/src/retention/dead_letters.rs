//! Dead letters are deleted by their own age: they are not in any total, so nothing is kept of them.
use super::rest;
use crate::WorkerOptions;
use crate::project::ProjectError;
use crate::project::facts::keys;
use domain::lane::lane_of;
use domain::{Day, OrgId};
use sea_orm::FromQueryResult;
use std::sync::Arc;
use std::time::Instant;
use store::{Store, Tx};
use tokio_util::sync::CancellationToken;

/// Dead letters deleted per transaction.
const STEP: i64 = 1_000;

/// A deleted dead letter.
#[derive(FromQueryResult)]
struct Left {
    event_id: String,
}

/// Deletes all dead letters older than the horizon, and returns how many there were.
pub(super) async fn purge(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    horizon: Day,
    stop: &CancellationToken,
) -> Result<u64, ProjectError> {
    let mut all = 0;
    while !stop.is_cancelled() {
        let began = Instant::now();
        let mut tx = store.begin_projection().await?;
        // A retry of a dead letter does not hold the lane; row locks decide which of the two comes first.
        let Some(_lane) = store.try_lane(&mut tx, lane_of(org_id.as_str())).await? else {
            tx.rollback().await?;
            break;
        };
        let left = step(&mut tx, org_id, horizon).await?;
        if left == 0 {
            tx.rollback().await?;
            break;
        }
        tx.commit().await?;
        all += left;
        rest(options, began, stop).await;
    }
    Ok(all)
}

async fn step(tx: &mut Tx, org_id: &OrgId, horizon: Day) -> Result<u64, ProjectError> {
    let sql = "DELETE FROM events_dead_letter WHERE org_id = $1 AND event_id IN (
            SELECT d.event_id FROM events_dead_letter d
            JOIN events_raw r ON r.org_id = $1 AND r.event_id = d.event_id
            WHERE d.org_id = $1 AND r.occurred_at < $2 LIMIT $3
         ) RETURNING event_id";
    let values = [org_id.as_str().into(), horizon.start().0.into(), STEP.into()];
    let events: Vec<Left> = tx.select(sql, values).await?;
    if !events.is_empty() {
        store::retention::advance(tx, org_id, horizon).await?;
    }
    Ok(tx
        .delete_rows(
            "events_raw",
            &keys(org_id, "event_id", events.into_iter().map(|Left { event_id }| Arc::from(event_id))),
        )
        .await?)
}
