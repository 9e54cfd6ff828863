//! A simulated event, with the fields of the REST contract.
use chrono::SecondsFormat;
use domain::{EventBody, EventType, Instant};
use serde::{Serialize, Serializer};

/// One event, ready to be sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GeneratedEvent {
    /// Its id; 26 characters.
    pub event_id: String,
    /// The organization.
    pub org_id: String,
    /// When it happens.
    #[serde(serialize_with = "rfc3339")]
    pub occurred_at: Instant,
    /// What happens.
    #[serde(serialize_with = "wire")]
    pub event_type: EventType,
    /// The session.
    pub session_id: String,
    /// The person.
    pub user_id: String,
    /// The run, if the event is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The payload.
    pub payload: EventBody,
}

fn rfc3339<S: Serializer>(at: &Instant, to: S) -> Result<S::Ok, S::Error> {
    let time = at.to_chrono().ok_or_else(|| serde::ser::Error::custom("the time is out of range"))?;
    to.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

fn wire<S: Serializer>(kind: &EventType, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.wire())
}
