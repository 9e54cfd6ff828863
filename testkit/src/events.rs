//! Events as producers send them, with sensible defaults for fields, all of which can be changed.
//!
//! Ids count up from 1 in each test's thread, so that a test gets the same ids regardless of concurrent tests.
use domain::contract::{Object, RunLink, Shape};
use domain::{Event, EventType};
use serde_json::{Map, Value, json};
use std::cell::Cell;

/// The default organization of an event.
pub const ORG: &str = "acme";
/// The default person of an event.
pub const USER: &str = "ada";
/// The default time of an event.
pub const AT: &str = "2026-03-01T10:00:00Z";

/// An event under construction.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft(Map<String, Value>);

/// The person sends a message in this session.
#[must_use]
pub fn message(session: &str) -> Draft {
    Draft::new("message_created", session, &json!({"actor": "user", "text": "please fix the build"}))
}

/// A run starts in this session.
#[must_use]
pub fn run_started(session: &str, run: &str) -> Draft {
    Draft::new("run_started", session, &json!({"queue_wait_ms": 250, "model": "opus"})).run(run)
}

/// A run of this session succeeds after a minute, for 0.05 USD.
#[must_use]
pub fn run_completed(session: &str, run: &str) -> Draft {
    let payload = json!({
        "status": "success", "duration_ms": 60_000, "cost": "0.05", "input_tokens": 1_000, "output_tokens": 200,
    });
    Draft::new("run_completed", session, &payload).run(run)
}

/// The person takes over this session.
#[must_use]
pub fn handoff(session: &str) -> Draft {
    Draft::new("local_handoff", session, &json!({"method": "teleport"}))
}

/// The agent calls a model in this session, for 0.01 USD.
#[must_use]
pub fn model_called(session: &str) -> Draft {
    let payload = json!({
        "role": "main", "status": "ok", "model": "opus", "input_tokens": 1_000, "output_tokens": 100, "cost": "0.01",
        "duration_ms": 4_000,
    });
    Draft::new("model_called", session, &payload)
}

/// The agent uses a tool in this session.
#[must_use]
pub fn tool_used(session: &str, tool: &str) -> Draft {
    Draft::new("tool_used", session, &json!({"tool": tool, "status": "ok", "duration_ms": 900}))
}

/// The agent counts what it and its person did in this session.
#[must_use]
pub fn activity_counted(session: &str) -> Draft {
    Draft::new("activity_counted", session, &json!({"commits": 1}))
}

/// An event of this type with every field of the contract.
#[must_use]
pub fn full(kind: EventType, session: &str) -> Draft {
    let draft = Draft::new(kind.wire(), session, &every_field(kind.payload()));
    if kind.run() == RunLink::Ignored { draft } else { draft.run("r") }
}

fn every_field(object: &Object) -> Value {
    object.fields.iter().map(|field| (field.name, any_value(field.shape))).collect()
}

fn any_value(shape: Shape) -> Value {
    match shape {
        Shape::Id | Shape::Text => json!("any"),
        Shape::Time => json!(AT),
        Shape::Word(words) => json!(words.first()),
        Shape::Flag => json!(true),
        Shape::Whole => json!(7),
        Shape::Usd => json!("0.05"),
        Shape::Object(object) => every_field(object),
        Shape::Objects => json!([]),
        Shape::Payload => json!({}),
    }
}

impl Draft {
    fn new(event_type: &str, session: &str, payload: &Value) -> Self {
        let envelope = json!({
            "event_id": next_id(), "org_id": ORG, "occurred_at": AT, "event_type": event_type,
            "session_id": session, "user_id": USER, "payload": payload,
        });
        match envelope {
            Value::Object(fields) => Self(fields),
            _ => Self(Map::new()),
        }
    }

    /// Sets any field of the envelope; null is the same as absent.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.0.insert(field.to_owned(), value.into());
        self
    }

    /// Removes a field of the envelope.
    #[must_use]
    pub fn without(mut self, field: &str) -> Self {
        self.0.remove(field);
        self
    }

    /// Sets a field of the payload.
    #[must_use]
    pub fn payload(mut self, field: &str, value: impl Into<Value>) -> Self {
        if let Some(Value::Object(payload)) = self.0.get_mut("payload") {
            payload.insert(field.to_owned(), value.into());
        }
        self
    }

    /// Sets when it happened, in RFC 3339 format.
    #[must_use]
    pub fn at(self, time: &str) -> Self {
        self.with("occurred_at", time)
    }

    /// Sets its id.
    #[must_use]
    pub fn id(self, event: &str) -> Self {
        self.with("event_id", event)
    }

    /// Sets its organization.
    #[must_use]
    pub fn org(self, org: &str) -> Self {
        self.with("org_id", org)
    }

    /// Sets the person it names.
    #[must_use]
    pub fn user(self, user: &str) -> Self {
        self.with("user_id", user)
    }

    /// Removes the person.
    #[must_use]
    pub fn by_nobody(self) -> Self {
        self.without("user_id")
    }

    /// Sets the run it names.
    #[must_use]
    pub fn run(self, run: &str) -> Self {
        self.with("run_id", run)
    }

    /// Sets how a run ended.
    #[must_use]
    pub fn status(self, status: &str) -> Self {
        self.payload("status", status)
    }

    /// The event as JSON.
    #[must_use]
    pub fn json(self) -> Value {
        Value::Object(self.0)
    }

    /// The event as JSON text.
    #[must_use]
    pub fn text(self) -> String {
        self.json().to_string()
    }
}

impl From<Draft> for Value {
    fn from(draft: Draft) -> Self {
        draft.json()
    }
}

/// The body of a request with these events.
#[must_use]
pub fn batch(events: impl IntoIterator<Item = impl Into<Value>>) -> Value {
    json!({"events": events.into_iter().map(Into::into).collect::<Vec<Value>>()})
}

fn next_id() -> String {
    thread_local! {
        static MADE: Cell<u64> = const { Cell::new(0) };
    }
    let number = MADE.get() + 1;
    MADE.set(number);
    format!("e-{number}")
}

/// A checked event as a producer would have sent it, with its time in microseconds.
#[must_use]
pub fn json_of(event: &Event) -> Value {
    let mut payload = json!(event.body);
    if event.body.event_type() == EventType::MessageCreated {
        payload["text"] = json!("hello");
    }
    let at = event.occurred_at().to_chrono().unwrap_or_default().to_rfc3339();
    let origin = event.origin.as_deref().cloned().unwrap_or_default();
    json!({
        "agent": origin.agent, "agent_version": origin.agent_version, "mode": origin.mode.map(domain::Mode::wire),
        "repo_id": origin.repo_id, "branch": origin.branch, "team_id": origin.team_id,
        "environment": origin.environment,
        "event_id": event.event_id().as_str(), "org_id": event.org_id.as_str(), "occurred_at": at,
        "event_type": event.body.event_type().wire(), "session_id": event.session_id.as_str(),
        "user_id": event.user_id.as_ref().map(|user| user.as_str()),
        "run_id": event.run_id.as_ref().map(|run| run.as_str()), "payload": payload,
    })
}
