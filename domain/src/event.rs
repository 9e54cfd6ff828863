//! The event contract, version 1, as typed values: what is left of an event once it was checked.
use crate::codes::coded_enum;
use crate::{
    Actor, ErrorCategory, EventId, HandoffMethod, Instant, Key, NanoUsd, OrgId, RunId, RunStatus, SessionId, UserId,
};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// The kinds of event.
    pub enum EventType {
        /// Somebody said something in a session.
        MessageCreated = 1 => "message_created",
        /// The agent began a run.
        RunStarted = 2 => "run_started",
        /// The agent ended a run.
        RunCompleted = 3 => "run_completed",
        /// The person took the work home.
        LocalHandoff = 4 => "local_handoff",
    }
}

/// One checked event of one organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The organization that it belongs to.
    pub org_id: OrgId,
    /// When it happened, and its id.
    pub key: Key,
    /// The session that it names.
    pub session_id: SessionId,
    /// The person that it names.
    pub user_id: Option<UserId>,
    /// What happened.
    pub body: EventBody,
}

/// What an event tells beyond its envelope, as far as read models look at it.
#[derive(Clone, Debug, PartialEq)]
pub enum EventBody {
    /// See [`EventType::MessageCreated`].
    Message {
        /// Who sent it.
        actor: Actor,
        /// The repository that the session works on.
        repo_id: Option<String>,
    },
    /// See [`EventType::RunStarted`].
    RunStarted {
        /// The run.
        run_id: RunId,
        /// How long it waited before it began, in milliseconds.
        queue_wait_ms: Option<i64>,
        /// The model that runs it.
        model: Option<String>,
        /// The repository that the session works on.
        repo_id: Option<String>,
    },
    /// See [`EventType::RunCompleted`].
    RunCompleted {
        /// The run.
        run_id: RunId,
        /// How it ended.
        completion: Box<Completion>,
    },
    /// See [`EventType::LocalHandoff`].
    Handoff {
        /// The method used.
        method: HandoffMethod,
    },
}

impl EventBody {
    /// The run that the event is about.
    #[must_use]
    pub const fn run_id(&self) -> Option<&RunId> {
        match self {
            Self::RunStarted { run_id, .. } | Self::RunCompleted { run_id, .. } => Some(run_id),
            Self::Message { .. } | Self::Handoff { .. } => None,
        }
    }
}

impl Event {
    /// The id of the event.
    #[must_use]
    pub const fn event_id(&self) -> &EventId {
        &self.key.event_id
    }

    /// When the event happened.
    #[must_use]
    pub const fn occurred_at(&self) -> Instant {
        self.key.at
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The outcome.
    pub status: RunStatus,
    /// How long the run took, in milliseconds.
    pub duration_ms: i64,
    /// What it cost.
    pub cost: NanoUsd,
    /// Tokens read by the model.
    pub input_tokens: i64,
    /// Tokens written by the model.
    pub output_tokens: i64,
    /// Tokens read from the model's cache.
    pub cache_read_tokens: Option<i64>,
    /// Tokens written to the model's cache.
    pub cache_write_tokens: Option<i64>,
    /// What upstream calls the reason of a failure.
    pub error_type: Option<String>,
    /// The model that ran.
    pub model: Option<String>,
    /// What the run changed.
    pub artifacts: Option<Artifacts>,
}

impl Completion {
    /// The category of the failure; `None` for a success.
    #[must_use]
    pub fn category(&self) -> Option<ErrorCategory> {
        ErrorCategory::of(self.status, self.error_type.as_deref())
    }
}

/// What a run changed and tested.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifacts {
    /// Files changed.
    pub files_changed: i64,
    /// Lines added.
    pub lines_added: i64,
    /// Lines deleted.
    pub lines_deleted: i64,
    /// Tests run, where the run reports them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests_run: Option<i64>,
    /// Tests passed, where the run reports them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tests_passed: Option<i64>,
    /// The changed files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileChange>,
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
