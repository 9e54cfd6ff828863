//! From a stored event back to a typed one, through the same contract that accepted it.
use super::{ProjectError, StoredEvent};
use domain::contract::envelope;
use domain::{Event, EventBody, EventId, EventType, Key, NanoUsd, RunId, SessionId, UserId};

/// Reads a stored event.
///
/// # Errors
/// When it violates the contract.
pub fn decode(stored: &StoredEvent) -> Result<Event, ProjectError> {
    let event_type = i16::try_from(stored.event_type)
        .ok()
        .and_then(EventType::from_code)
        .ok_or(ProjectError::EventType(stored.event_type))?;
    let run_id = stored.run_id.as_deref().map(RunId::from);
    envelope::check_run(event_type, run_id.as_ref())?;
    Ok(Event {
        org_id: stored.org_id.clone(),
        key: Key { at: stored.occurred_at, event_id: EventId::from(&*stored.event_id) },
        session_id: SessionId::from(&*stored.session_id),
        user_id: stored.user_id.as_deref().map(UserId::from),
        run_id,
        origin: stored.origin.clone(),
        priced: stored.priced.map(NanoUsd),
        body: EventBody::of_stored(event_type, &stored.payload)?,
    })
}
