//! Activity of sessions that have no other event: it makes no session, so the deletion of sessions does not reach it.
//! Like theirs, what it counts for the totals is kept.
use super::purge::{MOST_QUEUED, keep_totals};
use super::{rest, session_events};
use crate::WorkerOptions;
use crate::project::ProjectError;
use crate::project::facts::{keys, load_sessions};
use crate::tables::Tables;
use domain::lane::lane_of;
use domain::{Day, OrgId, SessionId};
use fold::State;
use sea_orm::FromQueryResult;
use std::collections::HashSet;
use std::time::Instant;
use store::{Store, Tx};
use tokio_util::sync::CancellationToken;

/// Sessions whose activity is deleted per transaction.
const STEP: i64 = 500;

/// A session without a row of its own.
#[derive(FromQueryResult)]
struct Stray {
    session_id: String,
}

/// Deletes all of it whose last day is before the horizon, and returns how many events there were; `None` if projection
/// comes first.
pub(super) async fn purge(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    horizon: Day,
    stop: &CancellationToken,
) -> Result<Option<u64>, ProjectError> {
    let mut all = 0;
    while !stop.is_cancelled() {
        let began = Instant::now();
        let mut tx = store.begin_projection().await?;
        let Some(_lane) = store.try_lane(&mut tx, lane_of(org_id.as_str())).await? else {
            tx.rollback().await?;
            break;
        };
        let left = step(&mut tx, options, org_id, horizon).await?;
        let Some(left @ 1..) = left else {
            tx.rollback().await?;
            return Ok(left.map(|_| all));
        };
        tx.commit().await?;
        all += left;
        rest(options, began, stop).await;
    }
    Ok(Some(all))
}

async fn step(tx: &mut Tx, options: &WorkerOptions, org_id: &OrgId, horizon: Day) -> Result<Option<u64>, ProjectError> {
    let sql = "SELECT a.session_id FROM activity_facts a
         WHERE a.org_id = $1
             AND NOT EXISTS (SELECT 1 FROM session_stats s WHERE s.org_id = $1 AND s.session_id = a.session_id)
         GROUP BY a.session_id HAVING max(a.day) < $2 LIMIT $3";
    let strays: Vec<Stray> = tx.select(sql, [org_id.as_str().into(), horizon.0.into(), STEP.into()]).await?;
    let mut sessions: HashSet<SessionId> = strays.into_iter().map(|stray| SessionId::from(stray.session_id)).collect();
    if sessions.is_empty() {
        return Ok(Some(0));
    }
    // What waits for projection may be the session that it belongs to.
    let Some(waiting) = session_events::waiting(tx, org_id, MOST_QUEUED).await? else { return Ok(None) };
    if waiting.oldest.is_some_and(|oldest| oldest < horizon.start()) {
        return Ok(None);
    }
    sessions.retain(|session| !waiting.sessions.contains(session));
    if sessions.is_empty() {
        return Ok(Some(0));
    }
    let mut state = State::default();
    load_sessions(tx, Tables::Live, org_id, &sessions, &mut state).await?;
    keep_totals(tx, org_id, &state, options.window_micros()).await?;
    let events = session_events::plain(tx, org_id, horizon.start(), sessions.iter()).await?;
    tx.delete_rows("activity_facts", &keys(org_id, "session_id", sessions.iter().map(SessionId::shared))).await?;
    let left = tx.delete_rows("events_raw", &keys(org_id, "event_id", events.into_iter())).await?;
    store::retention::advance(tx, org_id, horizon).await?;
    Ok(Some(left))
}
