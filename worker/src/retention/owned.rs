//! All rows that belong to leaving sessions, found without an index that every event would pay for:
//! messages have one, runs and handoffs are remembered by their rows.
use crate::project::ProjectError;
use crate::project::facts::keys;
use domain::{Instant, OrgId, RunId, SessionId};
use fold::State;
use std::collections::HashSet;
use std::sync::Arc;
use store::{Sql, Tx};

/// The events of the sessions of `state` that count or wait for projection, and none that was given
/// up.
pub(super) async fn events(
    tx: &mut Tx,
    org_id: &OrgId,
    horizon: Instant,
    state: &State,
) -> Result<HashSet<Arc<str>>, ProjectError> {
    let mut events: HashSet<Arc<str>> = HashSet::new();
    for run in state.runs.values() {
        events.extend(run.keys().into_iter().flatten().map(|key| key.event_id.shared()));
    }
    for handoffs in state.handoffs.values() {
        events.extend(handoffs.keys().map(domain::EventId::shared));
    }
    let runs = keys(org_id, "run_id", state.runs.keys().map(RunId::shared));
    let body = "SELECT r.event_id FROM input i CROSS JOIN run_repeats r
                WHERE r.org_id = i.org_id AND r.run_id = i.run_id:org(r)";
    for row in tx.fetch_rows(&runs, body).await? {
        events.insert(Arc::from(row.text(0)?));
    }
    // Not only of this moment's sessions but of these alone: an event at the horizon or later is of a
    // session that begins anew.
    let sessions = keys(org_id, "session_id", state.sessions.keys().map(SessionId::shared))
        .int("horizon", state.sessions.keys().map(|_| horizon.0));
    let body = "SELECT e.event_id, d.event_id FROM input i CROSS JOIN events_raw e
                LEFT JOIN events_dead_letter d ON d.org_id = e.org_id AND d.event_id = e.event_id:org(d)
                WHERE e.org_id = i.org_id AND e.session_id = i.session_id:org(e) AND e.event_type = 1
                    AND e.occurred_at < i.horizon";
    for row in tx.fetch_rows(&sessions, body).await? {
        let event_id = row.text(0)?;
        if row.text_or_null(1)?.is_none() {
            events.insert(Arc::from(event_id));
        }
    }
    Ok(events)
}

/// What waits for projection; `None` where that is more than `most`.
pub(super) async fn queued(tx: &mut Tx, org_id: &OrgId, most: i64) -> Result<Option<HashSet<Arc<str>>>, ProjectError> {
    let sql = Sql::new("SELECT event_id FROM events_queue WHERE org_id = $1 LIMIT $2");
    let rows = tx.fetch(sql.text(org_id.shared()).int(most + 1)).await?;
    if rows.len() as i64 > most {
        return Ok(None);
    }
    rows.iter().map(|row| Ok(Arc::from(row.text(0)?))).collect::<Result<_, ProjectError>>().map(Some)
}

/// What waits for projection and concerns sessions that might leave.
pub(super) struct Waiting {
    /// The sessions that it names, itself or by its run.
    pub(super) sessions: HashSet<SessionId>,
    /// When the oldest of it happened.
    pub(super) oldest: Option<Instant>,
}

/// Reads it; `None` where that is more than `most` events.
pub(super) async fn waiting(tx: &mut Tx, org_id: &OrgId, most: i64) -> Result<Option<Waiting>, ProjectError> {
    if queued(tx, org_id, most).await?.is_none() {
        return Ok(None);
    }
    let sql = Sql::new(
        "SELECT r.occurred_at, r.session_id, f.session_id FROM events_queue q
         JOIN events_raw r ON r.org_id = $1 AND r.event_id = q.event_id
         LEFT JOIN run_facts f ON f.org_id = $1 AND f.run_id = r.run_id
         WHERE q.org_id = $1",
    );
    let mut waiting = Waiting { sessions: HashSet::new(), oldest: None };
    for row in tx.fetch(sql.text(org_id.shared())).await? {
        let at = row.instant(0)?;
        waiting.oldest = Some(waiting.oldest.map_or(at, |oldest| oldest.min(at)));
        waiting.sessions.insert(SessionId::from(row.text(1)?));
        waiting.sessions.extend(row.text_or_null(2)?.map(SessionId::from));
    }
    Ok(Some(waiting))
}
