//! A made-up event, as the REST contract spells it.
use chrono::SecondsFormat;
use domain::{Artifacts, EventType, Instant};
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
    /// The run, for events of runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The rest.
    pub payload: Payload,
}

/// What an event tells beyond its envelope.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Payload {
    /// Of `message_created`.
    Message {
        /// `user` or `agent`.
        actor: &'static str,
        /// What was said.
        text: String,
        /// The repository.
        repo_id: &'static str,
    },
    /// Of `run_started`.
    RunStarted {
        /// How long the run waited for a machine.
        queue_wait_ms: i64,
        /// The model.
        model: &'static str,
        /// The repository.
        repo_id: &'static str,
    },
    /// Of `run_completed`.
    RunCompleted(Box<RunCompleted>),
    /// Of `local_handoff`.
    Handoff {
        /// How.
        method: &'static str,
    },
}

/// The payload of `run_completed`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunCompleted {
    /// How the run ended.
    pub status: &'static str,
    /// How long it took.
    pub duration_ms: i64,
    /// What it cost, in millionths of a dollar.
    #[serde(serialize_with = "dollars")]
    pub cost: i64,
    /// Tokens that the model read.
    pub input_tokens: i64,
    /// Tokens that it wrote.
    pub output_tokens: i64,
    /// Tokens that came from its cache.
    pub cache_read_tokens: i64,
    /// Why the run failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<&'static str>,
    /// The model.
    pub model: &'static str,
    /// What the run changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifacts: Option<Artifacts>,
}

fn rfc3339<S: Serializer>(at: &Instant, to: S) -> Result<S::Ok, S::Error> {
    let time = at.to_chrono().ok_or_else(|| serde::ser::Error::custom("the time is out of range"))?;
    to.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

fn wire<S: Serializer>(kind: &EventType, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.wire())
}

/// As decimal digits in a string: money never passes through a float.
fn dollars<S: Serializer>(micros: &i64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("{}.{:06}", micros / 1_000_000, micros % 1_000_000))
}
