//! The event contract in the words of OpenAPI. What holds is `domain::contract`; a test asks it
//! about every field named here.
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};

/// One event.
#[derive(ToSchema)]
pub struct Event {
    /// Its id, unique within the organization; sending the same id again changes nothing.
    #[schema(max_length = 128)]
    pub event_id: String,
    /// The organization; created by its first event.
    #[schema(max_length = 128)]
    pub org_id: String,
    /// When it happened: RFC 3339 with an offset, at most 24 hours in the future.
    #[schema(format = DateTime)]
    pub occurred_at: String,
    /// message_created, run_started, run_completed or local_handoff.
    pub event_type: String,
    /// The session.
    #[schema(max_length = 128)]
    pub session_id: String,
    /// The person, if it names one.
    #[schema(max_length = 128)]
    pub user_id: Option<String>,
    /// The run; required for run_started and run_completed.
    #[schema(max_length = 128)]
    pub run_id: Option<String>,
    /// What happened, by event type.
    #[schema(schema_with = any_payload)]
    pub payload: Value,
}

/// The payload of message_created.
#[derive(ToSchema)]
pub struct MessageCreated {
    /// user, agent or system.
    pub actor: String,
    /// The text of the message.
    pub text: Option<String>,
    /// The repository of the session.
    pub repo_id: Option<String>,
}

/// The payload of run_started.
#[derive(ToSchema)]
pub struct RunStarted {
    /// Its queue wait, in milliseconds.
    pub queue_wait_ms: Option<u64>,
    /// The model.
    pub model: Option<String>,
    /// The repository of the session.
    pub repo_id: Option<String>,
}

/// The payload of run_completed.
#[derive(ToSchema)]
pub struct RunCompleted {
    /// success, fail, timeout or cancelled.
    pub status: String,
    /// Its duration, in milliseconds.
    pub duration_ms: u64,
    /// The cost in USD, read exactly from its decimal digits: 0 to 1 000 000.
    #[schema(schema_with = decimal)]
    pub cost: Value,
    /// Tokens that the model read.
    pub input_tokens: u64,
    /// Tokens that the model wrote.
    pub output_tokens: u64,
    /// The input tokens that came from a cache.
    pub cache_read_tokens: Option<u64>,
    /// Tokens written to a cache.
    pub cache_write_tokens: Option<u64>,
    /// tool_error, model_error, timeout, unknown; any other value counts as other.
    pub error_type: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// What it changed.
    pub artifacts: Option<Artifacts>,
}

/// What a run changed and tested.
#[derive(ToSchema)]
pub struct Artifacts {
    /// Files changed.
    pub files_changed: Option<u64>,
    /// Lines added.
    pub lines_added: Option<u64>,
    /// Lines deleted.
    pub lines_deleted: Option<u64>,
    /// Tests run.
    pub tests_run: Option<u64>,
    /// Tests passed.
    pub tests_passed: Option<u64>,
    /// The files: path, lines_added, lines_deleted.
    #[schema(value_type = Option<Vec<Object>>)]
    pub files: Option<Vec<Value>>,
}

/// The payload of local_handoff.
#[derive(ToSchema)]
pub struct LocalHandoff {
    /// teleport, open_in_cli, download, copy_patch or other.
    pub method: String,
}

fn any_payload() -> RefOr<Schema> {
    let kinds = ["MessageCreated", "RunStarted", "RunCompleted", "LocalHandoff"];
    let kinds = kinds.into_iter().fold(OneOfBuilder::new(), |any, kind| any.item(Ref::from_schema_name(kind)));
    kinds.description(Some("What happened, by event_type; unknown fields are stored and ignored.")).into()
}

fn decimal() -> RefOr<Schema> {
    let one = |kind: Type| ObjectBuilder::new().schema_type(kind);
    let either = OneOfBuilder::new().item(one(Type::Number)).item(one(Type::String));
    either.description(Some("The cost in USD, as a decimal number or a string of one: 0 to 1 000 000.")).into()
}
