//! A simulated event, with the fields of the REST contract.
use chrono::SecondsFormat;
use domain::{EventBody, EventType, Instant, Mode};
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
    /// Where it comes from.
    #[serde(flatten)]
    pub origin: Origin,
}

/// Where an event comes from, as far as its producer says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The coding agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_version: Option<String>,
    /// Whether a person sits in front of it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "mode")]
    pub mode: Option<Mode>,
    /// The repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repo_id: Option<String>,
    /// The branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// The person's team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
}

fn rfc3339<S: Serializer>(at: &Instant, to: S) -> Result<S::Ok, S::Error> {
    let time = at.to_chrono().ok_or_else(|| serde::ser::Error::custom("the time is out of range"))?;
    to.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

fn wire<S: Serializer>(kind: &EventType, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.wire())
}

fn mode<S: Serializer>(mode: &Option<Mode>, to: S) -> Result<S::Ok, S::Error> {
    mode.map(Mode::wire).serialize(to)
}
