//! The event types and their payloads: every payload field is declared here, once.
//!
//! A new field is a line in its struct. A new event type is a struct and an entry in `event_types!`; code that
//! treats it specially, such as the fold or a timeline, names it there.
use super::field::{
    Count, Declared, Field, Flag, Kind, Line, Millis, Nested, Object, RunLink, Shape, Speech, Tokens, Usd, Word,
    event_types, object,
};
use super::scalar::{line, whole};
use super::{Code, FieldError, Fields, Limits};
use crate::codes::coded_enum;
use crate::{Actor, CallStatus, ErrorCategory, HandoffMethod, RejectedBy, RunStatus, StepRole, ToolStatus};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt;

/// The path of a payload within its event.
pub const PATH: &str = "payload";

event_types! {
    /// Somebody said something in a session.
    MessageCreated(MessageCreated) = 1 => "message_created", run: Optional, has_fact: false;
    /// The agent began a run.
    RunStarted(RunStarted) = 2 => "run_started", run: Required, has_fact: true;
    /// The agent ended a run.
    RunCompleted(Box<RunCompleted>) = 3 => "run_completed", run: Required, has_fact: true;
    /// The person took the work home.
    LocalHandoff(LocalHandoff) = 4 => "local_handoff", run: Ignored, has_fact: true;
    /// The agent called a model.
    ModelCalled(Box<ModelCalled>) = 5 => "model_called", run: Optional, has_fact: false;
    /// The agent used a tool.
    ToolUsed(Box<ToolUsed>) = 6 => "tool_used", run: Optional, has_fact: false;
    /// The agent or the person worked, outside any step.
    ActivityCounted(ActivityCounted) = 7 => "activity_counted", run: Ignored, has_fact: false;
}

object! {
    /// The payload of message_created.
    pub struct MessageCreated {
        /// Who sent it.
        actor: required Word<Actor>,
        /// The repository of the session.
        repo_id: optional Line,
        /// The text of the message.
        text: optional Speech,
        /// Whether it is a person's prompt that begins a run; run_id is then the id of that run, and otherwise of none.
        starts_run: optional Flag,
    }
}

object! {
    /// The payload of run_started.
    pub struct RunStarted {
        /// Its queue wait, in milliseconds.
        queue_wait_ms: optional Millis,
        /// The model.
        model: optional Line,
        /// The repository of the session.
        repo_id: optional Line,
    }
}

object! {
    /// The payload of run_completed.
    pub struct RunCompleted {
        /// How it ended.
        status: required Word<RunStatus>,
        /// Its duration, in milliseconds.
        duration_ms: required Millis,
        /// The cost in USD, as a decimal number or a string of one: 0 to 1 000 000. If absent, that of its model calls.
        cost: optional Usd,
        /// Tokens that the model read, caches included. If absent, those of its model calls.
        input_tokens: optional Tokens,
        /// Tokens that the model wrote. If absent, those of its model calls.
        output_tokens: optional Tokens,
        /// The input tokens that came from a cache. If absent, those of its model calls.
        cache_read_tokens: optional Tokens,
        /// The input tokens written to a cache. If absent, those of its model calls.
        cache_write_tokens: optional Tokens,
        /// tool_error, model_error, timeout, unknown; any other value counts as other.
        error_type: optional Line,
        /// The model.
        model: optional Line,
        /// What it changed.
        artifacts: optional Nested<Artifacts>,
    }
}

object! {
    /// The payload of model_called.
    pub struct ModelCalled {
        /// Which part of the agent called it.
        role: required Word<StepRole>,
        /// How the call ended.
        status: required Word<CallStatus>,
        /// Why it failed: timeout, or any other value.
        error_type: optional Line,
        /// The model.
        model: required Line,
        /// Tokens that the model read, caches included.
        input_tokens: required Tokens,
        /// The input tokens that came from a cache.
        cache_read_tokens: optional Tokens,
        /// The input tokens written to a cache.
        cache_write_tokens: optional Tokens,
        /// Tokens that the model wrote, reasoning included.
        output_tokens: required Tokens,
        /// The output tokens of its reasoning.
        reasoning_tokens: optional Tokens,
        /// The cost in USD, as a decimal number or a string of one. If absent, it is computed from the model's price.
        cost: optional Usd,
        /// From the request to the end of the answer, in milliseconds.
        duration_ms: optional Millis,
        /// From the request to the first token, in milliseconds.
        first_token_ms: optional Millis,
        /// The id of the call, which tool uses refer to.
        call_id: optional Line,
        /// Whether the answer asked for tools, if the agent reports it.
        asked_tools: optional Flag,
    }
}

object! {
    /// The payload of tool_used. Events with the same call_id are one use.
    pub struct ToolUsed {
        /// The tool.
        tool: required Line,
        /// Which part of the agent used it.
        role: optional Word<StepRole>,
        /// How far the use is.
        status: required Word<ToolStatus>,
        /// Who rejected it.
        rejected_by: optional Word<RejectedBy>,
        /// The model call that asked for it.
        model_call_id: optional Line,
        /// Its duration, in milliseconds.
        duration_ms: optional Millis,
        /// How long it waited for a person, in milliseconds.
        waited_ms: optional Millis,
        /// The id of the use.
        call_id: optional Line,
    }
}

object! {
    /// The payload of activity_counted: what happened since the last such event.
    #[derive(Copy, Default)]
    pub struct ActivityCounted {
        /// Lines added.
        lines_added: optional Count,
        /// Lines deleted.
        lines_deleted: optional Count,
        /// Commits.
        commits: optional Count,
        /// Pull requests.
        pull_requests: optional Count,
        /// Edits that the person accepted.
        edits_accepted: optional Count,
        /// Edits that the person rejected.
        edits_rejected: optional Count,
        /// How long the person was active, in milliseconds.
        user_active_ms: optional Millis,
        /// How long the agent was active, in milliseconds.
        agent_active_ms: optional Millis,
    }
}

object! {
    /// What a run changed and tested.
    #[derive(Default, Deserialize)]
    #[serde(default)]
    pub struct Artifacts {
        /// Files changed.
        files_changed: defaulted Count,
        /// Lines added.
        lines_added: defaulted Count,
        /// Lines deleted.
        lines_deleted: defaulted Count,
        /// Tests run.
        tests_run: optional Count,
        /// Tests passed.
        tests_passed: optional Count,
        /// The files: path, lines_added, lines_deleted.
        files: defaulted Files,
    }
}

object! {
    /// The payload of local_handoff.
    pub struct LocalHandoff {
        /// How it happened.
        method: required Word<HandoffMethod>,
    }
}

impl EventType {
    /// The plain types: no fact includes their events, and a timeline reads the events themselves.
    pub fn plain() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| !kind.has_fact())
    }
}

impl EventBody {
    /// Reads a stored payload, regardless of the limits under which it was accepted.
    ///
    /// # Errors
    /// When it violates the contract.
    pub fn of_stored(event_type: EventType, payload: &str) -> Result<Self, FieldError> {
        let raw: &RawValue = serde_json::from_str(payload)
            .map_err(|error| FieldError::new(PATH, Code::InvalidJson, error.to_string()))?;
        Self::read(event_type, &Fields::read(raw, PATH)?, Limits::NONE)
    }

    /// Takes out the text of a message, which is stored separately.
    pub const fn take_text(&mut self) -> Option<String> {
        match self {
            Self::MessageCreated(message) => message.text.take(),
            _ => None,
        }
    }
}

impl RunCompleted {
    /// The category of the failure; `None` for a success.
    #[must_use]
    pub fn category(&self) -> Option<ErrorCategory> {
        ErrorCategory::of(self.status, self.error_type.as_deref())
    }
}

impl MessageCreated {
    /// Whether it begins a run.
    #[must_use]
    pub fn is_prompt(&self) -> bool {
        self.starts_run == Some(true)
    }
}

/// One changed file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// Its path in the repository.
    pub path: String,
    /// Lines added.
    pub lines_added: i64,
    /// Lines deleted.
    pub lines_deleted: i64,
}

/// Changed files: objects, or the short form `["src/main.rs", 10, 2]`.
pub struct Files;

impl Kind for Files {
    type Value = Vec<FileChange>;
    const SHAPE: Shape = Shape::Objects;
    const EXPECTED: &'static dyn fmt::Display = &"a list";

    fn read(raw: &RawValue, name: &str, limits: Limits) -> Result<Vec<FileChange>, FieldError> {
        list(raw, name)?
            .into_iter()
            .enumerate()
            .map(|(index, raw)| {
                let path = format!("{name}[{index}]");
                if raw.get().starts_with('[') {
                    file_of_list(raw, &path, limits)
                } else {
                    file_of_object(raw, &path, limits)
                }
            })
            .collect()
    }

    fn write<M: SerializeMap>(value: &Vec<FileChange>, name: &'static str, to: &mut M) -> Result<(), M::Error> {
        if value.is_empty() { Ok(()) } else { to.serialize_entry(name, value) }
    }
}

fn file_of_object(raw: &RawValue, path: &str, limits: Limits) -> Result<FileChange, FieldError> {
    let fields = Fields::read(raw, path)?;
    let lines = |name: &str| fields.get(name).map_or(Ok(0), |raw| Count::read(raw, name, limits));
    let read = || {
        let path = fields.required("path", &"the path of the file")?;
        Ok(FileChange {
            path: Line::read(path, "path", limits)?,
            lines_added: lines("lines_added")?,
            lines_deleted: lines("lines_deleted")?,
        })
    };
    read().map_err(|error: FieldError| error.within(path))
}

fn file_of_list(raw: &RawValue, path: &str, limits: Limits) -> Result<FileChange, FieldError> {
    match list(raw, path)?.as_slice() {
        [name, added, deleted] => Ok(FileChange {
            path: line(name, &format!("{path}[0]"), limits.field_chars)?.into_owned(),
            lines_added: whole(added, &format!("{path}[1]"), limits.ranges.counts)?,
            lines_deleted: whole(deleted, &format!("{path}[2]"), limits.ranges.counts)?,
        }),
        _ => Err(FieldError::new(path, Code::WrongType, "expected [path, lines_added, lines_deleted]")),
    }
}

fn list<'a>(raw: &'a RawValue, path: &str) -> Result<Vec<&'a RawValue>, FieldError> {
    serde_json::from_str(raw.get()).map_err(|_| FieldError::new(path, Code::WrongType, "expected a list"))
}
