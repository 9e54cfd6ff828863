//! The events that were given up. They cross organisations, because whoever operates the platform
//! looks after all of them.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::OperatorScope;
use chrono::SecondsFormat;
use domain::{EventType, Instant, OrgId};
use serde_json::{Map, Value};
use store::Row;

/// An event that was given up.
#[derive(Clone, Debug)]
pub struct DeadLetterRow {
    /// Its organisation.
    pub org_id: OrgId,
    /// The event.
    pub event_id: String,
    /// How often its projection was tried.
    pub attempts: i64,
    /// What the last try said.
    pub last_error: String,
    /// When it was given up.
    pub dead_at: Instant,
    /// The event as it was sent.
    pub event: Value,
}

/// Where a dead letter stands: when it was given up, its organisation and its id.
pub type DeadPlace = (i64, String, String);

/// At most `limit` dead letters after the given one, the latest first.
pub async fn page(
    reader: &Reader,
    scope: &OperatorScope,
    after: Option<&DeadPlace>,
    limit: usize,
) -> Result<Vec<DeadLetterRow>, QueryError> {
    let mut statement = Statement::new(
        "SELECT d.org_id, d.event_id, d.attempts, d.last_error, d.dead_at, r.occurred_at, r.event_type, r.session_id,
           r.user_id, r.run_id, r.payload, r.message_text
         FROM events_dead_letter d JOIN events_raw r ON r.org_id = d.org_id AND r.event_id = d.event_id WHERE 1 = 1",
    );
    place(&mut statement, after, "<");
    statement.push(&format!(" ORDER BY d.dead_at DESC, d.org_id DESC, d.event_id DESC LIMIT {limit}"));
    reader.fetch(scope, statement.into_sql()).await?.iter().map(dead_letter).collect()
}

/// Whether the list has anything up to the given place.
pub async fn has_until(reader: &Reader, scope: &OperatorScope, at: &DeadPlace) -> Result<bool, QueryError> {
    let mut statement = Statement::new("SELECT 1 FROM events_dead_letter d WHERE 1 = 1");
    place(&mut statement, Some(at), ">=");
    statement.push(" LIMIT 1");
    Ok(!reader.fetch(scope, statement.into_sql()).await?.is_empty())
}

/// How many there are.
pub async fn count(reader: &Reader, scope: &OperatorScope) -> Result<i64, QueryError> {
    let rows = reader.fetch(scope, "SELECT COUNT(*) FROM events_dead_letter").await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0))
}

fn place(statement: &mut Statement, place: Option<&DeadPlace>, sign: &str) {
    let Some((at, org_id, event_id)) = place else { return };
    let (at, org_id) = (statement.bind(*at), statement.bind(org_id.as_str()));
    let event_id = statement.bind(event_id.as_str());
    statement.push(&format!(" AND (d.dead_at, d.org_id, d.event_id) {sign} ({at}, {org_id}, {event_id})"));
}

fn dead_letter(row: &Row) -> Result<DeadLetterRow, QueryError> {
    Ok(DeadLetterRow {
        org_id: OrgId::from(row.text(0)?),
        event_id: row.text(1)?.to_owned(),
        attempts: row.int(2)?,
        last_error: row.text(3)?.to_owned(),
        dead_at: row.instant(4)?,
        event: event(row)?,
    })
}

/// The event in the names of the contract. What cannot be read is the reason why it lies here, so it
/// is shown as it is stored.
fn event(row: &Row) -> Result<Value, QueryError> {
    let text = |value: Option<&str>| value.map_or(Value::Null, |text| Value::String(text.to_owned()));
    let stored = row.text(10)?;
    let mut payload = serde_json::from_str(stored).unwrap_or_else(|_| Value::String(stored.to_owned()));
    if let (Value::Object(fields), Some(said)) = (&mut payload, row.text_or_null(11)?) {
        fields.insert("text".to_owned(), Value::String(said.to_owned()));
    }
    let code = row.int(6)?;
    let event_type = i16::try_from(code).ok().and_then(EventType::from_code);
    let at = row.instant(5)?.to_chrono().map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true));
    let fields = [
        ("event_id", text(Some(row.text(1)?))),
        ("org_id", text(Some(row.text(0)?))),
        ("occurred_at", text(at.as_deref())),
        ("event_type", event_type.map_or_else(|| Value::from(code), |kind| Value::from(kind.wire()))),
        ("session_id", text(Some(row.text(7)?))),
        ("user_id", text(row.text_or_null(8)?)),
        ("run_id", text(row.text_or_null(9)?)),
        ("payload", payload),
    ];
    Ok(Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>()))
}
