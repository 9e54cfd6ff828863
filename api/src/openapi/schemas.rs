//! The bodies that routes take and give.
use super::payload::{Event, LocalHandoff, MessageCreated, RunCompleted, RunStarted};
use ingest::{EventError, IngestAnswer};
use serde_json::Value;
use utoipa::openapi::ComponentsBuilder;
use utoipa::{PartialSchema, ToSchema};

/// A refusal of a whole request.
#[derive(ToSchema)]
pub struct Failure {
    /// One of the words of docs/ERRORS.md.
    pub code: String,
    /// What is wrong, and what was expected.
    pub message: String,
    /// The field that is at fault, where it is one.
    #[schema(required = false, nullable = false)]
    pub field: Option<String>,
}

/// A batch of events.
#[derive(ToSchema)]
pub struct EventBatch {
    /// The events; each is judged by itself.
    pub events: Vec<Event>,
}

/// An operation.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct GraphQlRequest {
    /// The document.
    pub query: String,
    /// Which operation of the document; needed where it has several.
    pub operation_name: Option<String>,
    /// The values of its variables.
    #[schema(value_type = Option<Object>)]
    pub variables: Option<Value>,
}

/// The answer to an operation.
#[derive(ToSchema)]
pub struct GraphQlResponse {
    /// What was asked for; null where nothing of it can be told.
    #[schema(value_type = Option<Object>)]
    pub data: Option<Value>,
    /// What failed; each tells its word as extensions.code.
    #[schema(value_type = Option<Vec<Object>>)]
    pub errors: Option<Vec<Value>>,
}

/// Somebody to be in development.
#[derive(ToSchema)]
pub struct TokenRequest {
    /// The person's id.
    pub sub: String,
    /// MEMBER, MANAGER, ORG_ADMIN, SUPPORT or SUPER_ADMIN.
    pub role: String,
    /// The organization; absent or null for SUPPORT and SUPER_ADMIN.
    pub org_id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The address.
    pub email: Option<String>,
}

/// A token.
#[derive(ToSchema)]
pub struct TokenAnswer {
    /// What to send as the bearer.
    pub access_token: String,
    /// Bearer.
    pub token_type: String,
    /// How many seconds it is good for.
    pub expires_in: u64,
}

/// Whether something holds.
#[derive(ToSchema)]
pub struct Status {
    /// ok, ready, or degraded: some machines of a cluster do not answer, and only the organizations of the others are
    /// served.
    pub status: String,
    /// What is amiss, where it is degraded.
    pub why: Option<String>,
}

/// All of them.
pub(super) fn add(components: ComponentsBuilder) -> ComponentsBuilder {
    fn one<T: ToSchema + PartialSchema>(components: ComponentsBuilder) -> ComponentsBuilder {
        components.schema(T::name(), T::schema())
    }
    let kinds = [
        one::<Failure>,
        one::<Event>,
        one::<MessageCreated>,
        one::<RunStarted>,
        one::<RunCompleted>,
        one::<LocalHandoff>,
        one::<super::payload::Artifacts>,
        one::<EventBatch>,
        one::<IngestAnswer>,
        one::<EventError>,
        one::<GraphQlRequest>,
        one::<GraphQlResponse>,
        one::<TokenRequest>,
        one::<TokenAnswer>,
        one::<Status>,
    ];
    kinds.into_iter().fold(components, |components, add| add(components))
}
