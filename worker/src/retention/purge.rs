//! One step: deletes some of an organization's oldest sessions, in one transaction.
use super::linked_sessions::{self, Closed};
use super::{Retained, session_events};
use crate::WorkerOptions;
use crate::project::ProjectError;
use crate::project::batch::raise_version;
use crate::project::days::add_to_grains;
use crate::project::directory::ordinals;
use crate::project::facts::{keys, load_sessions};
use crate::tables::Tables;
use domain::lane::lane_of;
use domain::{Day, Instant, OrgId, RunId, SessionId};
use entities::session_stats::{self, Column};
use fold::State;
use fold::prompts::opening_run;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use store::{Store, StoreError, Tx};

/// If the organization has more queued events than this, projection comes first.
pub(super) const MOST_QUEUED: u64 = 10_000;

/// A position in the order in which sessions are deleted.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Place {
    last_event_at: i64,
    session_id: String,
}

/// The outcome of a step.
#[derive(Debug)]
pub(super) enum Step {
    /// Sessions were deleted, or were found to be linked to others; the next step begins after this position.
    Purged { gone: Retained, next: Option<Place> },
    /// Nothing else is old enough.
    Done,
    /// The organization's lane is held elsewhere.
    Busy,
    /// Its projection is behind and comes first.
    Behind,
}

/// The next step after the position `after`. Sessions that are found to be linked to too many others to be
/// deleted are added to `too_bound`.
pub(super) async fn step(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    horizon: Day,
    after: &Option<Place>,
    too_bound: &mut HashSet<SessionId>,
) -> Result<Step, ProjectError> {
    let mut tx = store.begin_projection().await?;
    // No worker projects while this transaction holds the lane: what is loaded is what is deleted.
    let Some(_lane) = store.try_lane(&mut tx, lane_of(org_id.as_str())).await? else {
        tx.rollback().await?;
        return Ok(Step::Busy);
    };
    let step = take(&mut tx, options, org_id, horizon, after, too_bound).await;
    match step {
        Ok(Step::Purged { gone, next }) if gone.sessions > 0 => {
            let now = store.clock().now();
            let version = raise_version(&mut tx, org_id, now, now).await?;
            tx.commit().await?;
            store.signals().projected(org_id.shared(), version);
            Ok(Step::Purged { gone, next })
        }
        other => {
            // See `project_part`: if the step failed, its error matters, not that of the rollback.
            let _refused = tx.rollback().await;
            other
        }
    }
}

async fn take(
    tx: &mut Tx,
    options: &WorkerOptions,
    org_id: &OrgId,
    horizon: Day,
    after: &Option<Place>,
    too_bound: &mut HashSet<SessionId>,
) -> Result<Step, ProjectError> {
    let mut oldest = oldest(tx, org_id, horizon.start(), after, options.retention.step_sessions).await?;
    if oldest.is_empty() {
        return Ok(Step::Done);
    }
    // Accepted events are projected before anything of their time is deleted, and before their session is: so
    // the metrics do not depend on how far projection was when retention ran.
    let Some(waiting) = session_events::waiting(tx, org_id, MOST_QUEUED).await? else { return Ok(Step::Behind) };
    if waiting.oldest.is_some_and(|oldest| oldest < horizon.start()) {
        return Ok(Step::Behind);
    }
    let awaited = waiting.sessions;
    let (sessions, bound) = loop {
        let mut sessions: HashSet<SessionId> =
            oldest.iter().map(|place| SessionId::from(place.session_id.as_str())).collect();
        let all = sessions.len();
        sessions.retain(|session| !awaited.contains(session) && !too_bound.contains(session));
        let stay = (all - sessions.len()) as u64;
        match linked_sessions::close(tx, org_id, horizon.start(), &awaited, &mut sessions).await? {
            Closed::With { stay: bound } => break (sessions, stay + bound),
            // Together they are too many for one transaction: try fewer, down to a single one that is linked
            // to too many.
            Closed::TooMany(_) if oldest.len() > 1 => oldest.truncate(oldest.len() / 2),
            Closed::TooMany(found) => {
                let sessions = found.len();
                tracing::warn!(org = %org_id, sessions, "too many sessions share runs; retention lets them stay");
                too_bound.extend(found);
                break (HashSet::new(), stay + 1);
            }
        }
    };
    let next = oldest.pop();
    let mut gone = Retained { bound, ..Retained::default() };
    if !sessions.is_empty() {
        let mut state = State::default();
        load_sessions(tx, Tables::Live, org_id, &sessions, &mut state).await?;
        keep_totals(tx, org_id, &state, options.window_micros()).await?;
        let mut events = session_events::events(tx, org_id, horizon.start(), &state).await?;
        // Read after the events: ingestion and retries store an event and its queue entry in the same
        // transaction, and no queue entry is deleted while this transaction holds the lane.
        let Some(queued) = session_events::queued(tx, org_id, MOST_QUEUED).await? else { return Ok(Step::Behind) };
        events.retain(|event| !queued.contains(event));
        gone.sessions = state.sessions.len() as u64;
        gone.runs = state.runs.len() as u64;
        gone.events = delete(tx, org_id, &state, events).await?;
        store::retention::advance(tx, org_id, horizon).await?;
    }
    Ok(Step::Purged { gone, next })
}

/// The next sessions whose last event is before the horizon, oldest first.
async fn oldest(
    tx: &mut Tx,
    org_id: &OrgId,
    horizon: Instant,
    after: &Option<Place>,
    most: usize,
) -> Result<Vec<Place>, ProjectError> {
    let mut sessions = session_stats::Entity::find()
        .select_only()
        .columns([Column::LastEventAt, Column::SessionId])
        .filter(Column::OrgId.eq(org_id.as_str()))
        .filter(Column::LastEventAt.lt(horizon.0));
    if let Some(Place { last_event_at, session_id }) = after {
        let later = Column::LastEventAt.gt(*last_event_at).or(Column::SessionId.gt(session_id.as_str()));
        sessions = sessions.filter(Column::LastEventAt.gte(*last_event_at)).filter(later);
    }
    let most = Ord::min(u64::try_from(most).unwrap_or(u64::MAX), i64::MAX.cast_unsigned());
    let oldest = sessions.order_by_asc(Column::LastEventAt).order_by_asc(Column::SessionId).limit(most);
    Ok(oldest.into_model().all(tx).await.map_err(StoreError::from)?)
}

/// Adds the contributions of what is deleted to those kept from earlier deletions.
pub(super) async fn keep_totals(
    tx: &mut Tx,
    org_id: &OrgId,
    state: &State,
    window_micros: i64,
) -> Result<(), ProjectError> {
    let deltas = state.totals(window_micros);
    let users: BTreeSet<_> = deltas.users.keys().map(|(_, user)| user.clone()).collect();
    // All of them were given an ordinal when they were projected.
    let ordinals = ordinals(tx, Tables::Live, org_id, &users, Instant(0)).await?;
    let [days, months] = &Tables::KEPT;
    add_to_grains(tx, [days, months], org_id, &deltas, &ordinals).await
}

/// Deletes every row of the sessions and returns how many events there were.
async fn delete(tx: &mut Tx, org_id: &OrgId, state: &State, events: HashSet<Arc<str>>) -> Result<u64, ProjectError> {
    // What a utility does before anything else is stored with its session, and its run has only a row.
    let openings: HashSet<RunId> = state.sessions.keys().map(opening_run).collect();
    let runs = openings.iter().filter(|id| !state.runs.contains_key(*id)).chain(state.runs.keys());
    let runs = keys(org_id, "run_id", runs.map(RunId::shared));
    let sessions = keys(org_id, "session_id", state.sessions.keys().map(SessionId::shared));
    tx.delete_rows("run_repeats", &runs).await?;
    tx.delete_rows("run_facts", &runs).await?;
    tx.delete_rows("run_crossings", &sessions).await?;
    tx.delete_rows("session_stats", &sessions).await?;
    tx.delete_rows("handoff_facts", &sessions).await?;
    tx.delete_rows("prompt_facts", &sessions).await?;
    tx.delete_rows("activity_facts", &sessions).await?;
    Ok(tx.delete_rows("events_raw", &keys(org_id, "event_id", events.into_iter())).await?)
}
