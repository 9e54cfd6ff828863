//! A whole event, as a producer sends it.
use super::field::{Kind, Line, Word};
use super::payload::PATH;
use super::scalar::{check_line, depth, id, text};
use super::{Code, Field, FieldError, Fields, Limits, OneOf, RunLink, Shape};
use crate::ids::MAX_ID_CHARS;
use crate::{Event, EventBody, EventId, EventType, Instant, Key, Mode, OrgId, Origin, RunId, SessionId, UserId};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// How far ahead of the receiver's clock an event may be, in microseconds: 24 hours.
pub const MAX_AHEAD_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// The range of times in which an event is accepted.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// The receiver's clock.
    pub now: Instant,
    /// The oldest instant that retention keeps.
    pub oldest: Option<Instant>,
}

/// A checked event, and what else is stored of it besides the read models.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// The event.
    pub event: Event,
    /// The payload as JSON, without nulls and without the text of a message.
    pub payload: String,
    /// The text of a message.
    pub message_text: Option<String>,
}

/// The id of an event, if it can be read, to name the event in an error.
#[must_use]
pub fn event_id_of(raw: &RawValue) -> Option<String> {
    let fields = Fields::read(raw, "").ok()?;
    id(fields.get(EVENT_ID.name)?, EVENT_ID.name).ok().map(Cow::into_owned)
}

/// The fields of every event, in the order in which they are read.
pub const ENVELOPE: &[Field] = &[
    EVENT_ID,
    ORG_ID,
    OCCURRED_AT,
    EVENT_TYPE,
    SESSION_ID,
    USER_ID,
    RUN_ID,
    AGENT,
    AGENT_VERSION,
    MODE,
    REPO_ID,
    BRANCH,
    TEAM_ID,
    ENVIRONMENT,
    PAYLOAD,
];

const EVENT_ID: Field = Field {
    name: "event_id",
    required: true,
    shape: Shape::Id,
    about: "Its id, unique within the organization; sending the same id again changes nothing.",
};
const ORG_ID: Field =
    Field { name: "org_id", required: true, shape: Shape::Id, about: "The organization; created by its first event." };
const OCCURRED_AT: Field = Field {
    name: "occurred_at",
    required: true,
    shape: Shape::Time,
    about: "When it happened: RFC 3339 with an offset, at most 24 hours in the future.",
};
const EVENT_TYPE: Field = Field {
    name: "event_type",
    required: true,
    shape: Shape::Word(EventType::WORDS),
    about: "What kind of event it is.",
};
const SESSION_ID: Field = Field { name: "session_id", required: true, shape: Shape::Id, about: "The session." };
const USER_ID: Field =
    Field { name: "user_id", required: false, shape: Shape::Id, about: "The person, if it names one." };
const RUN_ID: Field =
    Field { name: "run_id", required: false, shape: Shape::Id, about: "The run; required for events of a run." };
const AGENT: Field = Field {
    name: "agent",
    required: false,
    shape: Shape::Id,
    about: "The coding agent: claude-code, codex, gemini-cli, qwen-code, github-copilot, opencode or any other id.",
};
const AGENT_VERSION: Field =
    Field { name: "agent_version", required: false, shape: Shape::Text, about: "The version of the agent." };
const MODE: Field = Field {
    name: "mode",
    required: false,
    shape: <Word<Mode> as Kind>::SHAPE,
    about: "Whether a person sits in front of the agent.",
};
const REPO_ID: Field =
    Field { name: "repo_id", required: false, shape: Shape::Text, about: "The repository of the session." };
const BRANCH: Field = Field { name: "branch", required: false, shape: Shape::Text, about: "The branch." };
const TEAM_ID: Field = Field { name: "team_id", required: false, shape: Shape::Id, about: "The team of the person." };
const ENVIRONMENT: Field = Field {
    name: "environment",
    required: false,
    shape: Shape::Text,
    about: "Where the agent runs, such as ci or production.",
};
const PAYLOAD: Field = Field {
    name: PATH,
    required: true,
    shape: Shape::Payload,
    about: "What happened, by event_type; unknown fields are stored and ignored.",
};

impl Envelope {
    /// Checks one event.
    ///
    /// # Errors
    /// When anything violates the contract; the first such field is named.
    pub fn read(raw: &RawValue, received: Received, limits: Limits) -> Result<Self, FieldError> {
        let fields = Fields::read(raw, "")?;
        let required = |field: &Field, expected: &'static str| fields.required(field.name, &expected);
        let required_id = |field: &Field, expected| id(required(field, expected)?, field.name);
        let optional_id = |field: &Field| fields.get(field.name).map(|raw| id(raw, field.name)).transpose();
        let event_id = EventId::from(&*required_id(&EVENT_ID, "the id of the event")?);
        let org_id = OrgId::from(&*required_id(&ORG_ID, "the id of the organization")?);
        let occurred_at = time(required(&OCCURRED_AT, "a time as RFC 3339")?, received)?;
        let event_type = event_type(required(&EVENT_TYPE, "the type of the event")?)?;
        let session_id = SessionId::from(&*required_id(&SESSION_ID, "the id of the session")?);
        let user_id = optional_id(&USER_ID)?.map(|text| UserId::from(&*text));
        let mut run_id = match event_type.run() {
            RunLink::Optional | RunLink::Required if event_type != EventType::MessageCreated => {
                optional_id(&RUN_ID)?.map(|text| RunId::from(&*text))
            }
            _ => None,
        };
        let origin = origin(&fields, limits)?;
        let raw_payload = required(&PAYLOAD, "an object")?;
        check_size(raw_payload.get(), limits)?;
        let payload = Fields::read(raw_payload, PATH)?;
        check_run(event_type, run_id.as_ref())?;
        let mut body = EventBody::read(event_type, &payload, limits)?;
        if let EventBody::MessageCreated(message) = &body {
            run_id = match optional_id(&RUN_ID) {
                // It began no run in version 1, so that anything may stand there.
                Err(_) if !message.is_prompt() => None,
                read => read?.map(|text| RunId::from(&*text)),
            };
        }
        let message_text = body.take_text();
        let omit = if event_type == EventType::MessageCreated { "text" } else { "" };
        Ok(Self {
            event: Event {
                org_id,
                key: Key { at: occurred_at, event_id },
                session_id,
                user_id,
                run_id,
                origin,
                priced: None,
                body,
            },
            payload: payload.without(omit),
            message_text,
        })
    }

    /// Checks an event that was made of something else than the contract's JSON. It is accepted only if a
    /// producer could have sent it, and stored as if a producer had.
    ///
    /// # Errors
    /// When anything violates the contract; the first such field is named.
    pub fn of_event(mut event: Event, received: Received, limits: Limits) -> Result<Self, FieldError> {
        let check_id = |field: &Field, id: &str| check_line(id, field.name, MAX_ID_CHARS);
        check_id(&EVENT_ID, event.event_id().as_str())?;
        check_id(&ORG_ID, event.org_id.as_str())?;
        check_time(event.occurred_at(), received)?;
        check_id(&SESSION_ID, event.session_id.as_str())?;
        if let Some(user_id) = &event.user_id {
            check_id(&USER_ID, user_id.as_str())?;
        }
        if let Some(run_id) = &event.run_id {
            check_id(&RUN_ID, run_id.as_str())?;
        }
        if let Some(origin) = &event.origin {
            check_origin(origin, limits)?;
        }
        let event_type = event.body.event_type();
        check_run(event_type, event.run_id.as_ref())?;
        let message_text = event.body.take_text();
        if message_text.as_deref().is_some_and(|text| text.contains('\0')) {
            return Err(FieldError::new("payload.text", Code::ControlCharacter, "expected a string without NUL"));
        }
        let unreadable = |error: serde_json::Error| FieldError::new(PATH, Code::InvalidJson, error.to_string());
        let payload = serde_json::to_string(&event.body).map_err(unreadable)?;
        check_size(&payload, limits)?;
        // The same code reads it as reads what producers send, so that no limit is missed here.
        let raw: &RawValue = serde_json::from_str(&payload).map_err(unreadable)?;
        event.body = EventBody::read(event_type, &Fields::read(raw, PATH)?, limits)?;
        Ok(Self { event, payload, message_text })
    }
}

/// What the envelope says about where the event comes from; `None` if that is nothing.
fn origin(fields: &Fields<'_>, limits: Limits) -> Result<Option<Arc<Origin>>, FieldError> {
    let name = |field: &Field| {
        let read = |raw| id(raw, field.name).map(Cow::into_owned);
        fields.get(field.name).map(read).transpose()
    };
    let text = |field: &Field| fields.get(field.name).map(|raw| Line::read(raw, field.name, limits)).transpose();
    let origin = Origin {
        agent: name(&AGENT)?,
        agent_version: text(&AGENT_VERSION)?,
        mode: fields.get(MODE.name).map(|raw| Word::<Mode>::read(raw, MODE.name, limits)).transpose()?,
        repo_id: text(&REPO_ID)?,
        branch: text(&BRANCH)?,
        team_id: name(&TEAM_ID)?,
        environment: text(&ENVIRONMENT)?,
    };
    Ok(if origin.is_empty() { None } else { Some(Arc::new(origin)) })
}

/// Checks what an event says about where it comes from.
fn check_origin(origin: &Origin, limits: Limits) -> Result<(), FieldError> {
    let Origin { agent, agent_version, mode: _, repo_id, branch, team_id, environment } = origin;
    let texts = [
        (&AGENT, agent, MAX_ID_CHARS),
        (&AGENT_VERSION, agent_version, limits.field_chars),
        (&REPO_ID, repo_id, limits.field_chars),
        (&BRANCH, branch, limits.field_chars),
        (&TEAM_ID, team_id, MAX_ID_CHARS),
        (&ENVIRONMENT, environment, limits.field_chars),
    ];
    for (field, text, most) in texts {
        if let Some(text) = text {
            check_line(text, field.name, most)?;
        }
    }
    Ok(())
}

/// Rejects an event that must name a run and doesn't.
///
/// # Errors
/// When the run is missing.
pub fn check_run(event_type: EventType, run_id: Option<&RunId>) -> Result<(), FieldError> {
    if event_type.run() == RunLink::Required && run_id.is_none() {
        return Err(FieldError::missing(RUN_ID.name, &"the id of the run, for a run event"));
    }
    Ok(())
}

fn event_type(raw: &RawValue) -> Result<EventType, FieldError> {
    EventType::from_wire(&text(raw, EVENT_TYPE.name)?).ok_or_else(|| {
        let expected = format!("expected {}", OneOf(EventType::WORDS));
        FieldError::new(EVENT_TYPE.name, Code::UnknownEventType, expected)
    })
}

fn time(raw: &RawValue, received: Received) -> Result<Instant, FieldError> {
    let expected = "expected RFC 3339, such as 2026-03-01T10:00:00Z";
    let time = Instant::parse(&text(raw, OCCURRED_AT.name)?)
        .map_err(|_| FieldError::new(OCCURRED_AT.name, Code::InvalidTime, expected))?;
    check_time(time, received)?;
    Ok(time)
}

fn check_time(time: Instant, received: Received) -> Result<(), FieldError> {
    let refused = |code, expected: &str| FieldError::new(OCCURRED_AT.name, code, expected);
    if time > received.now.plus_micros(MAX_AHEAD_MICROS) {
        return Err(refused(Code::InFuture, "expected a time at most 24 hours in the future"));
    }
    match received.oldest.filter(|oldest| time < *oldest) {
        Some(oldest) => Err(too_old(oldest)),
        None => Ok(()),
    }
}

/// The error for an event that happened before `oldest`.
#[must_use]
pub fn too_old(oldest: Instant) -> FieldError {
    let expected = match oldest.to_chrono() {
        Some(oldest) => format!("expected a time within the retention period: {} or later", oldest.format("%FT%TZ")),
        None => "expected a time within the retention period".to_owned(),
    };
    FieldError::new(OCCURRED_AT.name, Code::TooOld, expected)
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
