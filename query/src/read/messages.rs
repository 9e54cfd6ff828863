//! The messages of a session: the only part of a timeline that is read from the events themselves,
//! through an index that holds nothing else.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::{Actor, Instant, SessionId, UserId};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use store::Row;

/// A message.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// The event that tells of it.
    pub event_id: String,
    /// When it was said.
    pub occurred_at: Instant,
    /// Who spoke.
    pub actor: Actor,
    /// What was said, where it is kept.
    pub text: Option<String>,
    /// The person that the event names.
    pub user_id: Option<UserId>,
}

/// Messages that were given up are no part of the record, and those that still wait for projection
/// are none yet: the session does not count them either. A first attempt is due when the event was
/// received, so the key of the queue finds it; those that failed before are few and looked up in one go.
const RECORDED: &str = "AND event_type = 1
    AND NOT EXISTS (SELECT 1 FROM events_dead_letter d WHERE d.org_id = $1 AND d.event_id = m.event_id)
    AND NOT EXISTS (SELECT 1 FROM events_queue q
                     WHERE q.org_id = $1 AND q.due_at = m.received_at AND q.event_id = m.event_id)
    AND event_id NOT IN (SELECT event_id FROM events_queue WHERE org_id = $1 AND attempts > 0)";

/// The messages of one session.
static FROM: LazyLock<String> =
    LazyLock::new(|| format!("FROM events_raw m WHERE org_id = $1 AND session_id = $2 {RECORDED}"));

/// At most `limit` messages, oldest first, after the given one. Of a session that lies
/// outside the scope there are none.
pub async fn page(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    after: Option<(Instant, &str)>,
    limit: usize,
) -> Result<Vec<MessageRow>, QueryError> {
    let mut statement =
        Statement::of(scope, &format!("SELECT event_id, occurred_at, user_id, message_text, payload {}", *FROM));
    statement.bind(session_id.shared());
    statement.and_own_sessions(scope);
    if let Some((at, event_id)) = after {
        let (at, event_id) = (statement.bind(at), statement.bind(event_id));
        statement.push(&format!(" AND (occurred_at, event_id) > ({at}, {event_id})"));
    }
    statement.push(&format!(" ORDER BY occurred_at, event_id LIMIT {limit}"));
    reader.fetch(scope, statement.into_sql()).await?.iter().map(message_row).collect()
}

/// Whether the session has a message up to the given place.
pub async fn has_until(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    (at, event_id): (Instant, &str),
) -> Result<bool, QueryError> {
    let mut statement = Statement::of(scope, &format!("SELECT 1 {}", *FROM));
    statement.bind(session_id.shared());
    statement.and_own_sessions(scope);
    let (at, event_id) = (statement.bind(at), statement.bind(event_id));
    statement.push(&format!(" AND (occurred_at, event_id) <= ({at}, {event_id}) LIMIT 1"));
    Ok(!reader.fetch(scope, statement.into_sql()).await?.is_empty())
}

/// How many messages each of the sessions has; those without any are left out.
pub async fn counts(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, i64>, QueryError> {
    let mut statement =
        Statement::of(scope, &format!("SELECT session_id, COUNT(*) FROM events_raw m WHERE org_id = $1 {RECORDED}"));
    statement.and_in("session_id", session_ids);
    statement.and_own_sessions(scope);
    statement.push(" GROUP BY session_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((SessionId::from(row.text(0)?), row.int(1)?))).collect()
}

/// Which messages the session has: when each was said, and its id, oldest first.
pub async fn places(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
) -> Result<Vec<(Instant, String)>, QueryError> {
    let mut statement = Statement::of(scope, &format!("SELECT occurred_at, event_id {}", *FROM));
    statement.bind(session_id.shared());
    statement.and_own_sessions(scope);
    statement.push(" ORDER BY occurred_at, event_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((row.instant(0)?, row.text(1)?.to_owned()))).collect()
}

/// Those of the session's messages that these events tell of.
pub async fn by_ids(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    event_ids: &[Arc<str>],
) -> Result<Vec<MessageRow>, QueryError> {
    let mut statement =
        Statement::of(scope, &format!("SELECT event_id, occurred_at, user_id, message_text, payload {}", *FROM));
    statement.bind(session_id.shared());
    statement.and_own_sessions(scope);
    statement.and_in("event_id", event_ids);
    reader.fetch(scope, statement.into_sql()).await?.iter().map(message_row).collect()
}

fn message_row(row: &Row) -> Result<MessageRow, QueryError> {
    #[derive(Deserialize)]
    struct Payload {
        actor: Option<String>,
    }
    let payload = serde_json::from_str::<Payload>(row.text(4)?).map_err(QueryError::internal)?;
    let actor = payload.actor.as_deref().and_then(Actor::from_wire);
    Ok(MessageRow {
        event_id: row.text(0)?.to_owned(),
        occurred_at: row.instant(1)?,
        user_id: row.text_or_null(2)?.map(UserId::from),
        text: row.text_or_null(3)?.map(str::to_owned),
        actor: actor.ok_or_else(|| QueryError::internal("a stored message has no actor"))?,
    })
}
