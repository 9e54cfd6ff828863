//! From a stored event back to a typed one, through the same contract that accepted it.
use super::{ProjectError, StoredEvent};
use domain::contract::{Code, FieldError, Fields, Limits, payload};
use domain::{Event, EventId, EventType, Key, RunId, SessionId, UserId};
use serde_json::value::RawValue;

/// Reads a stored event.
///
/// # Errors
/// When it violates the contract.
pub fn decode(stored: &StoredEvent) -> Result<Event, ProjectError> {
    let event_type = i16::try_from(stored.event_type)
        .ok()
        .and_then(EventType::from_code)
        .ok_or(ProjectError::EventType(stored.event_type))?;
    let raw: &RawValue = serde_json::from_str(&stored.payload)
        .map_err(|error| FieldError::new(payload::PATH, Code::InvalidJson, error.to_string()))?;
    let fields = Fields::read(raw, payload::PATH)?;
    let run_id = stored.run_id.as_deref().map(RunId::from);
    Ok(Event {
        org_id: stored.org_id.clone(),
        key: Key { at: stored.occurred_at, event_id: EventId::from(&*stored.event_id) },
        session_id: SessionId::from(&*stored.session_id),
        user_id: stored.user_id.as_deref().map(UserId::from),
        body: payload::body(event_type, run_id, &fields, Limits::NONE)?,
    })
}
