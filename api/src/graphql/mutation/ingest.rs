//! Sending events over GraphQL: they are handled in the same way as over REST.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::RequireIngestKey;
use crate::graphql::scalars::{Int64, Json};
use async_graphql::{Context, ID, InputObject, Number, Object, SimpleObject, Value};
use domain::Source;
use domain::contract::Code;
use ingest::{EventError, IngestRefusal};
use query::QueryError;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// With up to this many significant digits, a number survives a conversion to a float unchanged.
const SAFE_DIGITS: usize = 15;

/// One event; see the integration guide for the payload of each type.
// Its fields are those of `domain::contract::ENVELOPE`, by whose names it is serialized; a test compares the two, as the
// macro admits nothing but literals.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct EventInput {
    /// The event's id; sending the same id again changes nothing.
    pub event_id: ID,
    /// The organization that it belongs to.
    pub org_id: ID,
    /// When it happened, as RFC 3339.
    pub occurred_at: String,
    /// One of the event types of the integration guide, such as message_created.
    pub event_type: String,
    /// The session.
    pub session_id: ID,
    /// The person, if it names one.
    pub user_id: Option<ID>,
    /// The run; required for events of a run.
    pub run_id: Option<ID>,
    /// The coding agent: claude-code, codex, gemini-cli, qwen-code, github-copilot, opencode or any other id.
    pub agent: Option<ID>,
    /// The version of the agent.
    pub agent_version: Option<String>,
    /// Whether a person sits in front of the agent: headless or interactive.
    pub mode: Option<String>,
    /// The repository of the session.
    pub repo_id: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// The team of the person.
    pub team_id: Option<ID>,
    /// Where the agent runs, such as ci or production.
    pub environment: Option<String>,
    /// What happened. Numbers of more than 15 significant digits must be sent as strings.
    pub payload: Json,
}

/// The outcome of a batch of events.
#[derive(Clone, Debug, SimpleObject)]
pub struct IngestResult {
    /// Events in the batch.
    pub received: Int64,
    /// Events that were stored, and are durable.
    pub inserted: Int64,
    /// Events that were already known.
    pub ignored: Int64,
    /// Events that were refused, ordered by position.
    pub errors: Vec<IngestError>,
}

/// Why an event was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct IngestError {
    /// Its position in the batch, from 0.
    pub index: Int64,
    /// Its id; null if it could not be read.
    pub event_id: Option<String>,
    /// The field, such as payload.cost; null if the error concerns the whole event.
    pub path: Option<String>,
    /// The error code, for programs.
    pub code: String,
    /// What was expected.
    pub message: String,
}

/// Sending events.
#[derive(Default)]
pub struct IngestMutation;

/// Sending events.
#[Object]
impl IngestMutation {
    /// Stores events. Called with an ingest key as the bearer token, or with a client certificate
    /// instead; either may call nothing else. Each event is validated by itself, as over REST.
    #[graphql(guard = "RequireIngestKey")]
    async fn ingest_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The events; the same maximum number as over REST.")] events: Vec<EventInput>,
    ) -> Result<IngestResult, ApiError> {
        let received = events.len() as u64;
        let mut errors: Vec<EventError> = Vec::new();
        // The events that are processed further, with their original positions.
        let mut positions = Vec::with_capacity(events.len());
        let mut texts = Vec::with_capacity(events.len());
        for (event, index) in events.iter().zip(0..) {
            match inexact(&event.payload.0, "payload") {
                Some(path) => errors.push(refused(event, index, path)),
                None => {
                    positions.push(index);
                    texts.push(to_raw_value(event).map_err(ApiError::internal)?);
                }
            }
        }
        let texts: Vec<&RawValue> = texts.iter().map(AsRef::as_ref).collect();
        let ingest = ctx.request().services.ingest();
        let answer = ingest.submit(ctx.producer()?, Source::GraphQl, &texts).await.map_err(|error| refusal(&error))?;
        ingest.refused(&errors);
        for mut error in answer.errors {
            let position = usize::try_from(error.index).ok().and_then(|index| positions.get(index));
            error.index = position.copied().unwrap_or(error.index);
            errors.push(error);
        }
        errors.sort_by_key(|error| error.index);
        Ok(IngestResult {
            received: whole(received),
            inserted: whole(answer.inserted),
            ignored: whole(answer.ignored),
            errors: errors.into_iter().map(IngestError::from).collect(),
        })
    }
}

/// The path of the first number that may have lost digits.
fn inexact(value: &Value, path: &str) -> Option<String> {
    match value {
        Value::Number(number) if !is_exact(number) => Some(path.to_owned()),
        Value::List(items) => {
            items.iter().enumerate().find_map(|(position, item)| inexact(item, &format!("{path}[{position}]")))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| inexact(field, &format!("{path}.{name}"))),
        _ => None,
    }
}

fn is_exact(number: &Number) -> bool {
    if number.is_i64() || number.is_u64() {
        return true;
    }
    let text = number.to_string();
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len() <= SAFE_DIGITS
}

fn refused(event: &EventInput, index: u64, path: String) -> EventError {
    EventError {
        index,
        event_id: Some(event.event_id.0.clone()),
        path: Some(path),
        code: Code::OutOfRange.as_str(),
        message: format!("expected at most {SAFE_DIGITS} significant digits; send an exact number as a string"),
    }
}

fn refusal(refusal: &IngestRefusal) -> ApiError {
    match *refusal {
        IngestRefusal::TooManyEvents { limit } => {
            ApiError::bad_input(format!("events: expected at most {limit} at once"))
        }
        IngestRefusal::QueueFull { retry_after } => ApiError::Query(QueryError::RateLimited {
            message: "too many events are waiting for projection; nothing was stored",
            retry_after,
        }),
        IngestRefusal::DiskFull { retry_after } => ApiError::Query(QueryError::RateLimited {
            message: "the disk of the database is full; nothing was stored",
            retry_after,
        }),
        IngestRefusal::NoShare { retry_after } => ApiError::Query(QueryError::RateLimited {
            message: "this key's requests use all the memory that one key may use; nothing was stored",
            retry_after,
        }),
        IngestRefusal::Unavailable { retry_after } => ApiError::Query(QueryError::RateLimited {
            message: "events cannot be accepted now; nothing was stored",
            retry_after,
        }),
    }
}

fn whole(number: u64) -> Int64 {
    Int64(i64::try_from(number).unwrap_or(i64::MAX))
}

impl From<EventError> for IngestError {
    fn from(error: EventError) -> Self {
        Self {
            index: whole(error.index),
            event_id: error.event_id,
            path: error.path,
            code: error.code.to_owned(),
            message: error.message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_float_cannot_hold_are_found() {
        let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(inexact(&json(r#"{"cost": 0.125, "input_tokens": 9007199254740991}"#), "payload"), None);
        assert_eq!(inexact(&json(r#"{"cost": 100000.0}"#), "payload"), None);
        let found = inexact(&json(r#"{"a": [1, {"cost": 0.12345678901234567}]}"#), "payload");
        assert_eq!(found.as_deref(), Some("payload.a[1].cost"));
    }
}
