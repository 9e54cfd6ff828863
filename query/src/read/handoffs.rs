//! The handoffs of sessions.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::{EventId, HandoffMethod, Instant, SessionId, UserId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Row, StoreError};

/// A handoff.
#[derive(Clone, Debug)]
pub struct HandoffRow {
    /// The event that tells of it.
    pub event_id: EventId,
    /// The session.
    pub session_id: SessionId,
    /// When it happened.
    pub occurred_at: Instant,
    /// The way it happened.
    pub method: HandoffMethod,
    /// Who took the work.
    pub user_id: Option<UserId>,
}

/// Which handoffs of a session are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HandoffPage {
    /// How many, at most.
    pub limit: usize,
    /// Only those after this one.
    pub after: Option<EventId>,
}

/// A page of the handoffs of each of the sessions, oldest first. Of sessions that lie outside the scope
/// there are none, and none after one that is not of the session.
pub async fn page(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    page: &HandoffPage,
) -> Result<HashMap<SessionId, Vec<HandoffRow>>, QueryError> {
    let mut statement = Statement::of(
        scope,
        "WITH numbered AS (SELECT event_id, session_id, occurred_at, method, user_id,
           ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY occurred_at, event_id) AS number
         FROM handoff_facts WHERE org_id = $1",
    );
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    statement.push(") SELECT event_id, session_id, occurred_at, method, user_id FROM numbered n");
    match &page.after {
        Some(after) => {
            let after = statement.bind(after.shared());
            let start = format!("(SELECT a.number FROM numbered a WHERE a.event_id = {after})");
            statement.push(&format!(" WHERE n.number > {start} AND n.number <= {start} + {}", page.limit));
        }
        None => statement.push(&format!(" WHERE n.number <= {}", page.limit)),
    }
    statement.push(" ORDER BY n.number");
    found(&reader.fetch(scope, statement.into_sql()).await?)
}

/// Whether the session has this handoff.
pub async fn has(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    event_id: &EventId,
) -> Result<bool, QueryError> {
    let mut statement = Statement::of(scope, "SELECT 1 FROM handoff_facts WHERE org_id = $1");
    statement.and("session_id =", session_id.shared());
    statement.and("event_id =", event_id.shared());
    statement.and_own_sessions(scope);
    Ok(!reader.fetch(scope, statement.into_sql()).await?.is_empty())
}

/// The handoffs of each of the sessions, oldest first. Of sessions that lie outside the
/// scope there are none.
pub async fn of_sessions(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Vec<HandoffRow>>, QueryError> {
    let mut statement = Statement::of(
        scope,
        "SELECT event_id, session_id, occurred_at, method, user_id FROM handoff_facts WHERE org_id = $1",
    );
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    statement.push(" ORDER BY occurred_at, event_id");
    found(&reader.fetch(scope, reader.bounded(statement)).await?)
}

/// How many handoffs each of the sessions has; those without any are left out.
pub async fn counts(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, i64>, QueryError> {
    let mut statement = Statement::of(scope, "SELECT session_id, COUNT(*) FROM handoff_facts WHERE org_id = $1");
    statement.and_own_sessions(scope);
    statement.and_in("session_id", session_ids);
    statement.push(" GROUP BY session_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((SessionId::from(row.text(0)?), row.int(1)?))).collect()
}

fn found(rows: &[Row]) -> Result<HashMap<SessionId, Vec<HandoffRow>>, QueryError> {
    let mut found: HashMap<SessionId, Vec<HandoffRow>> = HashMap::new();
    for row in rows {
        let handoff = handoff_row(row)?;
        found.entry(handoff.session_id.clone()).or_default().push(handoff);
    }
    Ok(found)
}

fn handoff_row(row: &Row) -> Result<HandoffRow, QueryError> {
    let method = HandoffMethod::from_code(row.code(3)?);
    Ok(HandoffRow {
        event_id: EventId::from(row.text(0)?),
        session_id: SessionId::from(row.text(1)?),
        occurred_at: row.instant(2)?,
        method: method.ok_or_else(|| StoreError::Damaged("a handoff has an unknown method".to_owned()))?,
        user_id: row.text_or_null(4)?.map(UserId::from),
    })
}
