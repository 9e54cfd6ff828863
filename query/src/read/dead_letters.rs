//! Dead letters. These statements cross organizations, because operators of the platform are responsible for
//! all of them.
use crate::error::QueryError;
use crate::read::select::any;
use crate::read::{Reader, select};
use crate::scope::OperatorScope;
use chrono::SecondsFormat;
use domain::{EventType, Instant, OrgId};
use entities::{dead_letter, raw_event};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Order};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};
use serde_json::{Map, Value};

/// A dead letter.
#[derive(Clone, Debug)]
pub struct DeadLetterRow {
    /// The organization.
    pub org_id: OrgId,
    /// The id of the event.
    pub event_id: String,
    /// How many times its projection was tried.
    pub attempts: i64,
    /// The error of the last attempt.
    pub last_error: String,
    /// When it became a dead letter.
    pub dead_at: Instant,
    /// The event as it was sent.
    pub event: Value,
}

/// The position of a dead letter: when it became one, its organization and its id.
pub type DeadPlace = (i64, String, String);

/// A dead letter and its event, as stored.
#[derive(FromQueryResult)]
struct Stored {
    org_id: String,
    event_id: String,
    attempts: i16,
    last_error: String,
    dead_at: i64,
    occurred_at: i64,
    event_type: i16,
    session_id: String,
    user_id: Option<String>,
    run_id: Option<String>,
    payload: String,
    message_text: Option<String>,
}

/// At most `limit` dead letters after the given position, newest first.
pub async fn page(
    reader: &Reader,
    scope: &OperatorScope,
    after: Option<&DeadPlace>,
    limit: usize,
) -> Result<Vec<DeadLetterRow>, QueryError> {
    use {dead_letter::Column as Dead, raw_event::Column as Event};
    let same_event = Condition::all()
        .add(Event::OrgId.into_expr().eq(Dead::OrgId.into_expr()))
        .add(Event::EventId.into_expr().eq(Dead::EventId.into_expr()));
    let mut select = dead_letter::Entity::find().into_query();
    select
        .columns([Event::OccurredAt, Event::EventType, Event::SessionId, Event::UserId, Event::RunId].map(of_event))
        .columns([Event::Payload, Event::MessageText].map(of_event))
        .inner_join(raw_event::Entity, same_event)
        .cond_where(Condition::all().add_option(after.map(|after| place().lt(given(after)))));
    for column in [Dead::DeadAt, Dead::OrgId, Dead::EventId] {
        select.order_by((dead_letter::Entity, column), Order::Desc);
    }
    let found: Vec<Stored> = reader.scoped(scope).page(&select, limit).await?;
    Ok(found.into_iter().map(DeadLetterRow::from).collect())
}

fn of_event(column: raw_event::Column) -> (raw_event::Entity, raw_event::Column) {
    (raw_event::Entity, column)
}

/// Whether the list has any entries up to the given position.
pub async fn has_until(reader: &Reader, scope: &OperatorScope, at: &DeadPlace) -> Result<bool, QueryError> {
    let select = any::<dead_letter::Entity>().filter(place().gte(given(at)));
    reader.scoped(scope).exists(select.as_query()).await
}

/// The number of dead letters.
pub async fn count(reader: &Reader, scope: &OperatorScope) -> Result<i64, QueryError> {
    let select = dead_letter::Entity::find().select_only().expr_as(select::count(), "number");
    reader.scoped(scope).number(select.as_query()).await
}

/// The sort key of [`page`].
fn place() -> Expr {
    use dead_letter::Column;
    Expr::tuple([Column::DeadAt, Column::OrgId, Column::EventId].map(|column| column.into_expr()))
}

fn given((at, org_id, event_id): &DeadPlace) -> Expr {
    Expr::tuple([Expr::val(*at), Expr::val(org_id.as_str()), Expr::val(event_id.as_str())])
}

impl From<Stored> for DeadLetterRow {
    fn from(stored: Stored) -> Self {
        Self {
            event: event(&stored),
            org_id: OrgId::from(stored.org_id),
            event_id: stored.event_id,
            attempts: stored.attempts.into(),
            last_error: stored.last_error,
            dead_at: Instant(stored.dead_at),
        }
    }
}

/// The event in the names of the contract. It may be a dead letter because parts of it are unreadable, so
/// these are shown as stored.
fn event(stored: &Stored) -> Value {
    let text = |value: Option<&str>| value.map_or(Value::Null, |text| Value::String(text.to_owned()));
    let mut payload = serde_json::from_str(&stored.payload).unwrap_or_else(|_| Value::String(stored.payload.clone()));
    if let (Value::Object(fields), Some(said)) = (&mut payload, &stored.message_text) {
        fields.insert("text".to_owned(), Value::String(said.clone()));
    }
    let event_type = EventType::from_code(stored.event_type);
    let at = Instant(stored.occurred_at).to_chrono().map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true));
    let fields = [
        ("event_id", text(Some(&stored.event_id))),
        ("org_id", text(Some(&stored.org_id))),
        ("occurred_at", text(at.as_deref())),
        ("event_type", event_type.map_or_else(|| Value::from(stored.event_type), |kind| Value::from(kind.wire()))),
        ("session_id", text(Some(&stored.session_id))),
        ("user_id", text(stored.user_id.as_deref())),
        ("run_id", text(stored.run_id.as_deref())),
        ("payload", payload),
    ];
    Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}
