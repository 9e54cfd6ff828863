//! The messages of a session. They and the [`super::steps`] are the part of a timeline that is read from the events
//! themselves, through an index that contains only them.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{any, by_session, columns, count, is_one_of, literal};
use crate::scope::OrgScope;
use domain::{EventBody, EventType, Instant, SessionId, UserId};
use entities::raw_event::{Column, Entity, is_plain};
use entities::{dead_letter, queue};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;

/// A plain event.
#[derive(Clone, Debug)]
pub struct PlainEventRow {
    /// Its id.
    pub event_id: String,
    /// When it happened.
    pub occurred_at: Instant,
    /// What happened.
    pub body: EventBody,
    /// Its text, if it has one and it is kept.
    pub text: Option<String>,
    /// The person named by the event.
    pub user_id: Option<UserId>,
}

/// A plain event as stored.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Stored {
    event_id: String,
    event_type: i16,
    occurred_at: i64,
    user_id: Option<String>,
    message_text: Option<String>,
    payload: String,
}

impl TryFrom<Stored> for PlainEventRow {
    type Error = QueryError;

    fn try_from(stored: Stored) -> Result<Self, QueryError> {
        let event_type = EventType::from_code(stored.event_type)
            .ok_or_else(|| QueryError::internal("a stored event has a type that the contract does not know"))?;
        Ok(Self {
            event_id: stored.event_id,
            occurred_at: Instant(stored.occurred_at),
            user_id: stored.user_id.map(UserId::from),
            text: stored.message_text,
            body: EventBody::of_stored(event_type, &stored.payload).map_err(QueryError::internal)?,
        })
    }
}

/// Whether an event in the scope is a recorded plain event. Dead letters are not part of the record, and events that
/// are waiting for projection are not yet: the session does not count them either. A first attempt is due when the
/// event was received, so it is found by the key of the queue; the few that failed before are looked up all at once.
pub(crate) fn recorded(scope: &OrgScope, types: impl IntoIterator<Item = EventType>) -> Condition {
    let given_up = any::<dead_letter::Entity>()
        .filter(scope.holds(dead_letter::Column::OrgId))
        .filter(same(dead_letter::Column::EventId, Column::EventId));
    let waiting = any::<queue::Entity>()
        .filter(scope.holds(queue::Column::OrgId))
        .filter(same(queue::Column::DueAt, Column::ReceivedAt))
        .filter(same(queue::Column::EventId, Column::EventId));
    let tried = queue::Entity::find()
        .select_only()
        .column(queue::Column::EventId)
        .filter(scope.holds(queue::Column::OrgId))
        .filter(queue::Column::Attempts.into_expr().gt(literal(0)));
    let of_type = |kind: EventType| Column::EventType.into_expr().eq(literal(i32::from(kind.code())));
    let of_types = types.into_iter().map(of_type);
    scope
        .admits_session(Column::OrgId, Column::SessionId)
        .add(is_plain())
        .add(of_types.fold(Condition::any(), Condition::add))
        .add(Expr::not_exists(given_up.into_query()))
        .add(Expr::not_exists(waiting.into_query()))
        .add(Column::EventId.not_in_subquery(tried.into_query()))
}

fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    one.into_expr().eq(other.into_expr())
}

/// The recorded plain events of one session.
fn of_session(scope: &OrgScope, session_id: &SessionId) -> Condition {
    recorded(scope, [EventType::MessageCreated]).add(Column::SessionId.eq(session_id.as_str()))
}

/// By what the plain events of a session are ordered.
fn place() -> Expr {
    Expr::tuple([Column::OccurredAt.into_expr(), Column::EventId.into_expr()])
}

fn given((at, event_id): (Instant, &str)) -> Expr {
    Expr::tuple([Expr::val(at.0), Expr::val(event_id)])
}

/// At most `limit` plain events, oldest first, after the given one. Of a session that lies
/// outside the scope there are none.
pub async fn page(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    after: Option<(Instant, &str)>,
    limit: usize,
) -> Result<Vec<PlainEventRow>, QueryError> {
    let select = columns::<Entity, Stored>()
        .filter(of_session(scope, session_id))
        .filter(Condition::all().add_option(after.map(|after| place().gt(given(after)))))
        .order_by_asc(Column::OccurredAt)
        .order_by_asc(Column::EventId);
    let found: Vec<Stored> = reader.scoped(scope).page(select.as_query(), limit).await?;
    found.into_iter().map(PlainEventRow::try_from).collect()
}

/// Whether the session has a plain event up to the given place.
pub async fn has_until(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    until: (Instant, &str),
) -> Result<bool, QueryError> {
    let select = any::<Entity>().filter(of_session(scope, session_id)).filter(place().lte(given(until)));
    reader.scoped(scope).exists(select.as_query()).await
}

/// How many plain events each of the sessions has; those without any are left out.
pub async fn counts(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, i64>, QueryError> {
    let select = Entity::find()
        .select_only()
        .column(Column::SessionId)
        .expr_as(count(), "number")
        .filter(recorded(scope, [EventType::MessageCreated]))
        .filter(is_one_of(Column::SessionId, session_ids))
        .group_by(Column::SessionId);
    Ok(by_session(reader.scoped(scope).all(select.as_query()).await?))
}

/// Where a plain event stands.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Place {
    occurred_at: i64,
    event_id: String,
}

/// Which plain events the session has: when each happened, and its id, oldest first.
pub async fn places(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
) -> Result<Vec<(Instant, String)>, QueryError> {
    let found = Entity::find()
        .filter(of_session(scope, session_id))
        .order_by_asc(Column::OccurredAt)
        .order_by_asc(Column::EventId)
        .into_partial_model::<Place>()
        .all(&reader.scoped(scope))
        .await?;
    Ok(found.into_iter().map(|place| (Instant(place.occurred_at), place.event_id)).collect())
}

/// Those of the session's plain events that have these ids.
pub async fn by_ids(
    reader: &Reader,
    scope: &OrgScope,
    session_id: &SessionId,
    event_ids: &[Arc<str>],
) -> Result<Vec<PlainEventRow>, QueryError> {
    let found = Entity::find()
        .filter(of_session(scope, session_id))
        .filter(is_one_of(Column::EventId, event_ids))
        .into_partial_model::<Stored>()
        .all(&reader.scoped(scope))
        .await?;
    found.into_iter().map(PlainEventRow::try_from).collect()
}
