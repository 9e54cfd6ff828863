//! A whole event as a producer sends it.
use super::payload::{self, PATH};
use super::scalar::{depth, id, text};
use super::{Code, FieldError, Fields, Limits};
use crate::{Event, EventId, EventType, Instant, Key, OrgId, RunId, SessionId, UserId};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// How far ahead of the receiver's clock an event may lie, in microseconds: 24 hours.
pub const MAX_AHEAD_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// The range of times in which an event is accepted.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// The receiver's clock.
    pub now: Instant,
    /// Retention keeps nothing older.
    pub oldest: Option<Instant>,
}

/// A checked event and what is stored of it beside its read models.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// The event.
    pub event: Event,
    /// Its type.
    pub event_type: EventType,
    /// The payload as JSON, without nulls and without the text of a message.
    pub payload: String,
    /// The text of a message.
    pub message_text: Option<String>,
}

/// The id of an event as far as it can be read, to name it in a refusal.
#[must_use]
pub fn event_id_of(raw: &RawValue) -> Option<String> {
    let fields = Fields::read(raw, "").ok()?;
    id(fields.get("event_id")?, "event_id").ok().map(Cow::into_owned)
}

impl Envelope {
    /// Checks one event.
    ///
    /// # Errors
    /// When something is not what the contract expects; the first such thing is named.
    pub fn read(raw: &RawValue, received: Received, limits: Limits) -> Result<Self, FieldError> {
        let fields = Fields::read(raw, "")?;
        let required = |name: &str, expected: &str| {
            fields.get(name).ok_or_else(|| FieldError::new(name, Code::Missing, format!("expected {expected}")))
        };
        let event_id = EventId::from(&*id(required("event_id", "the id of the event")?, "event_id")?);
        let org_id = OrgId::from(&*id(required("org_id", "the id of the organization")?, "org_id")?);
        let occurred_at = time(required("occurred_at", "a time as RFC 3339")?, received)?;
        let event_type = text(required("event_type", "the type of the event")?, "event_type")?;
        let event_type = EventType::from_wire(&event_type).ok_or_else(|| {
            let known = "message_created, run_started, run_completed or local_handoff";
            FieldError::new("event_type", Code::UnknownEventType, format!("expected {known}"))
        })?;
        let session_id = SessionId::from(&*id(required("session_id", "the id of the session")?, "session_id")?);
        let optional = |name: &str| fields.get(name).map(|raw| id(raw, name)).transpose();
        let user_id = optional("user_id")?.map(|text| UserId::from(&*text));
        let run_id = match event_type {
            EventType::RunStarted | EventType::RunCompleted => optional("run_id")?.map(|text| RunId::from(&*text)),
            EventType::MessageCreated | EventType::LocalHandoff => None,
        };
        let raw_payload = required(PATH, "an object")?;
        check_size(raw_payload.get(), limits)?;
        let payload = Fields::read(raw_payload, PATH)?;
        let body = payload::body(event_type, run_id, &payload, limits)?;
        let message_text = match event_type {
            EventType::MessageCreated => message_text(&payload)?,
            _ => None,
        };
        let omit = if event_type == EventType::MessageCreated { "text" } else { "" };
        Ok(Self {
            event: Event { org_id, key: Key { at: occurred_at, event_id }, session_id, user_id, body },
            event_type,
            payload: payload.without(omit),
            message_text,
        })
    }
}

fn time(raw: &RawValue, received: Received) -> Result<Instant, FieldError> {
    const FIELD: &str = "occurred_at";
    let time = Instant::parse(&text(raw, FIELD)?)
        .map_err(|_| FieldError::new(FIELD, Code::InvalidTime, "expected RFC 3339, such as 2026-03-01T10:00:00Z"))?;
    if time > received.now.plus_micros(MAX_AHEAD_MICROS) {
        return Err(FieldError::new(FIELD, Code::InFuture, "expected a time at most 24 hours in the future"));
    }
    if let Some(oldest) = received.oldest.filter(|oldest| time < *oldest) {
        return Err(too_old(oldest));
    }
    Ok(time)
}

/// The refusal of an event that happened before `oldest`.
#[must_use]
pub fn too_old(oldest: Instant) -> FieldError {
    let expected = match oldest.to_chrono() {
        Some(oldest) => format!("expected a time within the retention period: {} or later", oldest.format("%FT%TZ")),
        None => "expected a time within the retention period".to_owned(),
    };
    FieldError::new("occurred_at", Code::TooOld, expected)
}

fn check_size(payload: &str, limits: Limits) -> Result<(), FieldError> {
    if payload.len() > limits.payload_bytes {
        let expected = format!("expected at most {} bytes", limits.payload_bytes);
        return Err(FieldError::new(PATH, Code::TooLarge, expected));
    }
    if limits.depth != usize::MAX && depth(payload) > limits.depth {
        return Err(FieldError::new(PATH, Code::TooDeep, format!("expected at most {} levels", limits.depth)));
    }
    Ok(())
}

/// Texts hold anything that can be shown, over several lines; only NUL has no place in a database.
fn message_text(payload: &Fields<'_>) -> Result<Option<String>, FieldError> {
    const FIELD: &str = "payload.text";
    let Some(raw) = payload.get("text") else { return Ok(None) };
    let text = text(raw, FIELD)?;
    if text.contains('\0') {
        return Err(FieldError::new(FIELD, Code::ControlCharacter, "expected a string without NUL"));
    }
    Ok(Some(text.into_owned()))
}
