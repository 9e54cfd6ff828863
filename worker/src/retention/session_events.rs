//! All rows that belong to leaving sessions, found without an index that every event would pay for:
//! plain events, such as messages, have one, runs and handoffs are remembered by their rows.
use crate::project::ProjectError;
use crate::project::facts::keys;
use domain::{EventType, Instant, OrgId, RunId, SessionId};
use entities::queue;
use entities::raw_event::is_plain_sql;
use fold::State;
use sea_orm::{ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _};
use std::collections::HashSet;
use std::sync::Arc;
use store::{StoreError, Tx};

#[derive(FromQueryResult)]
struct Named {
    event_id: String,
}

/// An event that no fact tells of.
#[derive(FromQueryResult)]
struct Plain {
    event_id: String,
    given_up: Option<String>,
}

/// An event that waits.
#[derive(FromQueryResult)]
struct Queued {
    occurred_at: i64,
    session_id: String,
    session_of_run: Option<String>,
}

/// The events of the sessions of `state` that count or wait for projection, and none that was given
/// up.
pub(super) async fn events(
    tx: &mut Tx,
    org_id: &OrgId,
    horizon: Instant,
    state: &State,
) -> Result<HashSet<Arc<str>>, ProjectError> {
    let mut events: HashSet<Arc<str>> = HashSet::new();
    for reported in state.runs.values().filter_map(|run| run.reported.as_ref()) {
        events.extend(reported.keys().into_iter().flatten().map(|key| key.event_id.shared()));
    }
    for handoffs in state.handoffs.values() {
        events.extend(handoffs.keys().map(domain::EventId::shared));
    }
    let runs = keys(org_id, "run_id", state.runs.keys().map(RunId::shared));
    let body = "SELECT r.event_id FROM input i CROSS JOIN run_repeats r
                WHERE r.org_id = i.org_id AND r.run_id = i.run_id:org(r)";
    events.extend(tx.select_rows(&runs, body).await?.into_iter().map(|Named { event_id }| Arc::from(event_id)));
    events.extend(plain(tx, org_id, horizon, state.sessions.keys()).await?);
    Ok(events)
}

/// The plain events of sessions that count or wait for projection, and none that was given up.
pub(super) async fn plain(
    tx: &mut Tx,
    org_id: &OrgId,
    horizon: Instant,
    sessions: impl Iterator<Item = &SessionId> + Clone,
) -> Result<HashSet<Arc<str>>, ProjectError> {
    // Not only of this moment's sessions but of these alone: an event at the horizon or later is of a
    // session that begins anew. Activity is none of them: it goes with the session whose it was counted for.
    let sessions =
        keys(org_id, "session_id", sessions.clone().map(SessionId::shared)).int("horizon", sessions.map(|_| horizon.0));
    let body = format!(
        "SELECT e.event_id, d.event_id AS given_up FROM input i CROSS JOIN events_raw e
                LEFT JOIN events_dead_letter d ON d.org_id = e.org_id AND d.event_id = e.event_id:org(d)
                WHERE e.org_id = i.org_id AND e.session_id = i.session_id:org(e) AND {is_plain}
                    AND (e.occurred_at < i.horizon OR e.event_type = {activity})",
        is_plain = is_plain_sql("e"),
        activity = EventType::ActivityCounted.code(),
    );
    let found: Vec<Plain> = tx.select_rows(&sessions, &body).await?;
    let counted = found.into_iter().filter(|event| event.given_up.is_none());
    Ok(counted.map(|event| Arc::from(event.event_id)).collect())
}

/// What waits for projection; `None` where that is more than `most`.
pub(super) async fn queued(tx: &mut Tx, org_id: &OrgId, most: u64) -> Result<Option<HashSet<Arc<str>>>, ProjectError> {
    let events = queue::Entity::find()
        .select_only()
        .column(queue::Column::EventId)
        .filter(queue::Column::OrgId.eq(org_id.as_str()))
        .limit(most + 1);
    let events: Vec<Named> = events.into_model().all(tx).await.map_err(StoreError::from)?;
    if events.len() as u64 > most {
        return Ok(None);
    }
    Ok(Some(events.into_iter().map(|Named { event_id }| Arc::from(event_id)).collect()))
}

/// What waits for projection and concerns sessions that might leave.
pub(super) struct Waiting {
    /// The sessions that it names, itself or by its run.
    pub(super) sessions: HashSet<SessionId>,
    /// When the oldest of it happened.
    pub(super) oldest: Option<Instant>,
}

/// Reads it; `None` where that is more than `most` events.
pub(super) async fn waiting(tx: &mut Tx, org_id: &OrgId, most: u64) -> Result<Option<Waiting>, ProjectError> {
    if queued(tx, org_id, most).await?.is_none() {
        return Ok(None);
    }
    let sql = "SELECT r.occurred_at, r.session_id, f.session_id AS session_of_run FROM events_queue q
         JOIN events_raw r ON r.org_id = $1 AND r.event_id = q.event_id
         LEFT JOIN run_facts f ON f.org_id = $1 AND f.run_id = r.run_id
         WHERE q.org_id = $1";
    let mut waiting = Waiting { sessions: HashSet::new(), oldest: None };
    for Queued { occurred_at, session_id, session_of_run } in tx.select(sql, [org_id.as_str().into()]).await? {
        let at = Instant(occurred_at);
        waiting.oldest = Some(waiting.oldest.map_or(at, |oldest| oldest.min(at)));
        waiting.sessions.insert(SessionId::from(session_id));
        waiting.sessions.extend(session_of_run.map(SessionId::from));
    }
    Ok(Some(waiting))
}
