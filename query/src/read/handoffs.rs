//! The handoffs of sessions.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{NUMBER, NUMBERED, any, by_session, columns, count, is_one_of, numbered, numbers};
use crate::scope::OrgScope;
use domain::{EventId, HandoffMethod, Instant, SessionId, UserId};
use entities::handoff_fact::{Column, Entity};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Order, Query, WindowStatement};
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;
use store::StoreError;

/// A handoff.
#[derive(Clone, Debug)]
pub struct HandoffRow {
    /// The event that reports it; of an inferred one the prompt's id and `:handoff`.
    pub event_id: EventId,
    /// The session.
    pub session_id: SessionId,
    /// When it occurred.
    pub occurred_at: Instant,
    /// How the work was taken over.
    pub method: HandoffMethod,
    /// The person who took over.
    pub user_id: Option<UserId>,
    /// Whether it is inferred from a prompt.
    pub is_inferred: bool,
}

/// Which handoffs of a session are requested.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HandoffPage {
    /// How many, at most.
    pub limit: usize,
    /// Only handoffs after this one.
    pub after: Option<EventId>,
}

/// A handoff as stored.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Stored {
    event_id: String,
    session_id: String,
    occurred_at: i64,
    method: i16,
    user_id: Option<String>,
    is_inferred: bool,
}

impl TryFrom<Stored> for HandoffRow {
    type Error = QueryError;

    fn try_from(stored: Stored) -> Result<Self, QueryError> {
        let method = HandoffMethod::from_code(stored.method);
        let event_id = if stored.is_inferred { format!("{}{INFERRED}", stored.event_id) } else { stored.event_id };
        Ok(Self {
            event_id: EventId::from(event_id),
            is_inferred: stored.is_inferred,
            session_id: SessionId::from(stored.session_id),
            occurred_at: Instant(stored.occurred_at),
            method: method.ok_or_else(|| StoreError::Damaged("a handoff has an unknown method".to_owned()))?,
            user_id: stored.user_id.map(UserId::from),
        })
    }
}

/// What the id of an inferred handoff has after the id of its prompt.
const INFERRED: &str = ":handoff";

/// The id of a handoff as clients see it, as an SQL expression, and its name in a select.
fn public_id() -> Expr {
    Expr::cust(format!("CASE WHEN is_inferred THEN event_id || '{INFERRED}' ELSE event_id END"))
}
const PUBLIC_ID: &str = "public_id";

/// A page of the handoffs of each session, oldest first. Sessions outside the scope have none, and neither is
/// anything returned after a handoff that does not belong to the session.
pub async fn page(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
    page: &HandoffPage,
) -> Result<HashMap<SessionId, Vec<HandoffRow>>, QueryError> {
    let order = WindowStatement::partition_by(Column::SessionId)
        .order_by(Column::OccurredAt, Order::Asc)
        .order_by(Column::EventId, Order::Asc)
        .to_owned();
    let mut handoffs = columns::<Entity, Stored>().filter(of(scope, session_ids)).into_query();
    handoffs.expr_window_as(Expr::cust("ROW_NUMBER()"), order, NUMBER);
    handoffs.expr_as(public_id(), PUBLIC_ID);
    let columns = ["event_id", "session_id", "occurred_at", "method", "user_id", "is_inferred"];
    let mut select = Query::select().columns(columns.map(|name| (NUMBERED, name))).from(NUMBERED).to_owned();
    let after = page.after.as_ref().map(|after| (PUBLIC_ID, after.as_str()));
    select.cond_where(numbers(after, page.limit)).order_by((NUMBERED, NUMBER), Order::Asc);
    found(reader.scoped(scope).all(&select.with(numbered(handoffs))).await?)
}

/// Whether the session has this handoff.
pub async fn has(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    event_id: &EventId,
) -> Result<bool, QueryError> {
    let select = any::<Entity>()
        .filter(scope.admits_session(Column::OrgId, Column::SessionId))
        .filter(Column::SessionId.eq(session_id.as_str()))
        .filter(public_id().eq(event_id.as_str()));
    reader.scoped(scope).exists(select.as_query()).await
}

/// The handoffs of each session, oldest first. Sessions outside the scope have none.
pub async fn of_sessions(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Vec<HandoffRow>>, QueryError> {
    let select = columns::<Entity, Stored>()
        .filter(of(scope, session_ids))
        .order_by_asc(Column::OccurredAt)
        .order_by_asc(Column::EventId);
    found(reader.scoped(scope).bounded(select.as_query()).await?)
}

/// The number of handoffs of each session; sessions without any are left out.
pub async fn counts(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, i64>, QueryError> {
    let select = Entity::find()
        .select_only()
        .column(Column::SessionId)
        .expr_as(count(), "number")
        .filter(of(scope, session_ids))
        .group_by(Column::SessionId);
    Ok(by_session(reader.scoped(scope).all(select.as_query()).await?))
}

/// Whether a handoff belongs to one of the sessions, and the session is within the scope.
fn of(scope: &OrgScope, session_ids: &[Arc<str>]) -> Condition {
    scope.admits_session(Column::OrgId, Column::SessionId).add(is_one_of(Column::SessionId, session_ids))
}

fn found(rows: Vec<Stored>) -> Result<HashMap<SessionId, Vec<HandoffRow>>, QueryError> {
    let mut found: HashMap<SessionId, Vec<HandoffRow>> = HashMap::new();
    for row in rows {
        let handoff = HandoffRow::try_from(row)?;
        found.entry(handoff.session_id.clone()).or_default().push(handoff);
    }
    Ok(found)
}
