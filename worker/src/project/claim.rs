//! Queued events that are due.
use crate::distinct_orgs::{Found, SEPARATOR, organizations_in, organizations_in_part};
use domain::{Instant, Mode, OrgId, Origin};
use sea_orm::FromQueryResult;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use store::{Rows, Store, StoreError, Tx};

/// A stored event with its queue entry.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// When it is due.
    pub due_at: Instant,
    /// How many times its projection failed.
    pub attempts: i16,
    /// The organization.
    pub org_id: OrgId,
    /// The event's id.
    pub event_id: Arc<str>,
    /// When it occurred.
    pub occurred_at: Instant,
    /// When it was received.
    pub received_at: Instant,
    /// See [`domain::EventType::code`].
    pub event_type: i64,
    /// The session that it names.
    pub session_id: Arc<str>,
    /// The person that it names.
    pub user_id: Option<Arc<str>>,
    /// The run that it names.
    pub run_id: Option<Arc<str>>,
    /// The trace of the request that delivered it, if that is traced.
    pub trace: Option<Arc<str>>,
    /// Its payload as JSON.
    pub payload: String,
    /// Where it comes from, if it says so.
    pub origin: Option<Arc<Origin>>,
    /// The price of a model call, in nano-USD.
    pub priced: Option<i64>,
}

/// The columns of `events_raw r` that a projection reads, into an [`EventRow`]. The type is cast to the
/// widest integer, so that an invalid value is an error of that event alone.
pub(crate) const EVENT_COLUMNS: &str = "r.event_id, r.occurred_at, r.received_at, \
    CAST(r.event_type AS BIGINT) AS event_type, r.session_id, r.user_id, r.run_id, r.payload, r.agent, \
    r.agent_version, r.mode, r.repo_id, r.branch, r.team_id, r.environment, r.priced_nano_usd";

/// An event as it is stored.
#[derive(Debug, FromQueryResult)]
pub(crate) struct EventRow {
    event_id: String,
    occurred_at: i64,
    received_at: i64,
    event_type: i64,
    session_id: String,
    user_id: Option<String>,
    run_id: Option<String>,
    payload: String,
    agent: Option<String>,
    agent_version: Option<String>,
    mode: Option<i16>,
    repo_id: Option<String>,
    branch: Option<String>,
    team_id: Option<String>,
    environment: Option<String>,
    priced_nano_usd: Option<i64>,
}

/// A queue entry and its event.
#[derive(Debug, FromQueryResult)]
struct QueuedRow {
    due_at: i64,
    attempts: i16,
    trace: Option<String>,
    #[sea_orm(nested)]
    event: EventRow,
}

impl EventRow {
    /// The event, which belongs to this organization and is not in the queue.
    pub(crate) fn into_event(self, org_id: &OrgId) -> StoredEvent {
        let origin = Origin {
            agent: self.agent,
            agent_version: self.agent_version,
            mode: self.mode.and_then(Mode::from_code),
            repo_id: self.repo_id,
            branch: self.branch,
            team_id: self.team_id,
            environment: self.environment,
        };
        StoredEvent {
            due_at: Instant(0),
            attempts: 0,
            org_id: org_id.clone(),
            event_id: Arc::from(self.event_id),
            occurred_at: Instant(self.occurred_at),
            received_at: Instant(self.received_at),
            event_type: self.event_type,
            session_id: Arc::from(self.session_id),
            user_id: self.user_id.map(Arc::from),
            run_id: self.run_id.map(Arc::from),
            trace: None,
            payload: self.payload,
            origin: (!origin.is_empty()).then(|| Arc::new(origin)),
            priced: self.priced_nano_usd,
        }
    }
}

impl QueuedRow {
    fn into_event(self, org_id: &OrgId) -> StoredEvent {
        let trace = self.trace.map(Arc::from);
        let event = self.event.into_event(org_id);
        StoredEvent { due_at: Instant(self.due_at), attempts: self.attempts, trace, ..event }
    }
}

/// The organizations that have events in the queue, due or not.
///
/// # Errors
/// Returns any database error; likewise below.
pub async fn queued_organizations(store: &Store) -> Result<Vec<OrgId>, StoreError> {
    let distributed = store.is_distributed().await?;
    match store.select_as_worker::<Found>(organizations_in("events_queue", distributed), []).await {
        Ok(found) => Ok(found.into_iter().map(OrgId::from).collect()),
        // A machine of the cluster is lost: continue with the organizations on the others.
        Err(error) if distributed && error.is_machine_lost() => {
            let parts = store.ask_parts("events_queue", &organizations_in_part()).await?;
            Ok(parts.iter().flat_map(|part| part.split(SEPARATOR)).map(OrgId::from).collect())
        }
        Err(error) => Err(error),
    }
}

/// The organizations of these that had events projected before.
///
/// # Errors
/// See [`queued_organizations`].
pub async fn projected_before(store: &Store, org_ids: &[OrgId]) -> Result<HashSet<OrgId>, StoreError> {
    if org_ids.is_empty() {
        return Ok(HashSet::new());
    }
    let mut tx = store.begin_snapshot().await?;
    let body = "SELECT p.org_id FROM input i CROSS JOIN projection_state p WHERE p.org_id = i.org_id";
    let found = tx.select_rows::<Found>(&Rows::new().text("org_id", org_ids.iter().map(OrgId::shared)), body).await;
    // If the select failed, its error matters, not that of the rollback.
    let _refused = tx.rollback().await;
    match found {
        Ok(found) => Ok(found.into_iter().map(OrgId::from).collect()),
        // While a machine of a cluster is lost, no new organization can enter the directory, which is
        // replicated to it. Treating all organizations as known lets those that really are continue soonest.
        Err(error) if error.is_machine_lost() && store.is_distributed().await? => Ok(org_ids.iter().cloned().collect()),
        Err(error) => Err(error),
    }
}

/// Up to `limit` due events of one organization, in order. Events that were never tried are due regardless of
/// the clock, because receiver and worker may have different ones. So are events that would be due later than
/// the longest possible pause from now: the clock must have been set back.
///
/// # Errors
/// See [`queued_organizations`].
pub async fn claim(
    tx: &mut Tx,
    org_id: &OrgId,
    now: Instant,
    longest_pause: Duration,
    limit: usize,
) -> Result<Vec<StoredEvent>, StoreError> {
    // See `Rows::within`.
    let tie = if tx.is_spread() { "AND r.org_id = $1" } else { "/* on a cluster AND r.org_id = $1 */" };
    let sql = format!(
        "SELECT q.due_at, q.attempts, q.trace, {EVENT_COLUMNS}
         FROM (SELECT org_id, due_at, event_id, attempts, trace FROM events_queue
               WHERE org_id = $1 AND (attempts = 0 OR due_at <= $2 OR due_at > $3)
               ORDER BY due_at, event_id LIMIT $4) q
         JOIN events_raw r ON r.org_id = q.org_id AND r.event_id = q.event_id {tie}"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let latest = now.plus_micros(i64::try_from(longest_pause.as_micros()).unwrap_or(i64::MAX));
    let values = [org_id.as_str().into(), now.0.into(), latest.0.into(), limit.into()];
    let rows: Vec<QueuedRow> = tx.select(sql, values).await?;
    Ok(rows.into_iter().map(|row| row.into_event(org_id)).collect())
}

/// Deletes events of an organization from the queue and returns how many of them were still there.
///
/// # Errors
/// See [`queued_organizations`].
pub async fn unqueue(tx: &mut Tx, org_id: &OrgId, events: &[&StoredEvent]) -> Result<u64, StoreError> {
    let keys = Rows::new()
        .text("org_id", events.iter().map(|event| event.org_id.shared()))
        .int("due_at", events.iter().map(|event| event.due_at.0))
        .text("event_id", events.iter().map(|event| Arc::clone(&event.event_id)))
        .within(org_id.shared());
    tx.delete_rows("events_queue", &keys).await
}
