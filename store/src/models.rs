//! Which models the stored calls name that have no cost, neither their own nor a price: for operators, across
//! organizations.
use crate::{Engine, Store, StoreError};
use domain::{EventType, Instant};
use sea_orm::FromQueryResult;

/// A model, and its calls that have no cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledModel {
    /// The model, as the agent names it.
    pub model: String,
    /// How many calls there are.
    pub calls: i64,
    /// When the last of them happened.
    pub last: Instant,
}

/// Reads the payloads of stored calls, in no particular order and up to a limit. Model calls have no read model yet;
/// once they have one, this is its question, and its answer needs no limit.
const SQLITE: &str = "SELECT model, count(*) AS calls, max(occurred_at) AS last
     FROM (SELECT json_extract(payload, '$.model') AS model, occurred_at
           FROM events_raw
           WHERE event_type = $1 AND priced_nano_usd IS NULL AND json_extract(payload, '$.cost') IS NULL LIMIT $2) AS called
     WHERE model IS NOT NULL GROUP BY model ORDER BY calls DESC LIMIT $3";

/// The same. A field that the contract does not know may hold NUL, which the database reads as JSON but does not hand
/// out; such calls are passed over.
const POSTGRES: &str = "SELECT model, count(*) AS calls, max(occurred_at) AS last
     FROM (SELECT payload ->> 'model' AS model, occurred_at
           FROM (SELECT CASE WHEN strpos(payload, '\\u0000') = 0 THEN payload::json END AS payload, occurred_at
                 FROM events_raw WHERE event_type = $1 AND priced_nano_usd IS NULL) AS calls
           WHERE payload -> 'cost' IS NULL LIMIT $2) AS called
     WHERE model IS NOT NULL GROUP BY model ORDER BY calls DESC LIMIT $3";

#[derive(FromQueryResult)]
struct Row {
    model: String,
    calls: i64,
    last: i64,
}

/// The models of stored calls that brought no cost and got no price, those with the most calls first. At most `calls`
/// calls are counted, and at most `models` models returned.
///
/// # Errors
/// Returns any database error.
pub async fn called_without_a_price(store: &Store, calls: u32, models: u32) -> Result<Vec<CalledModel>, StoreError> {
    let text = match store.engine() {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    let kind = EventType::ModelCalled.code();
    let rows: Vec<Row> = store.select(text, [kind.into(), i64::from(calls).into(), i64::from(models).into()]).await?;
    let called = rows.into_iter().map(|Row { model, calls, last }| CalledModel { model, calls, last: Instant(last) });
    Ok(called.collect())
}
