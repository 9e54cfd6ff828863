//! The request and response bodies.
use super::payload::{self, Event};
use ingest::{EventError, IngestAnswer};
use serde_json::Value;
use utoipa::openapi::ComponentsBuilder;
use utoipa::{PartialSchema, ToSchema};

/// An error of a whole request.
#[derive(ToSchema)]
pub struct Failure {
    /// One of the error codes in docs/ERRORS.md.
    pub code: String,
    /// What is wrong, and what was expected.
    pub message: String,
    /// The invalid field, if it is a single one.
    #[schema(required = false, nullable = false)]
    pub field: Option<String>,
}

/// A batch of events.
#[derive(ToSchema)]
pub struct EventBatch {
    /// The events; each is validated by itself.
    pub events: Vec<Event>,
}

/// An operation.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct GraphQlRequest {
    /// The document.
    pub query: String,
    /// The operation to run; required if the document has several.
    pub operation_name: Option<String>,
    /// Its variables.
    #[schema(value_type = Option<Object>)]
    pub variables: Option<Value>,
}

/// The result of an operation.
#[derive(ToSchema)]
pub struct GraphQlResponse {
    /// The requested data; null if there is none.
    #[schema(value_type = Option<Object>)]
    pub data: Option<Value>,
    /// The errors; each has its code in extensions.code.
    #[schema(value_type = Option<Vec<Object>>)]
    pub errors: Option<Vec<Value>>,
}

/// A person to sign in as in development mode.
#[derive(ToSchema)]
pub struct TokenRequest {
    /// The person's id.
    pub sub: String,
    /// MEMBER, MANAGER, ORG_ADMIN, SUPPORT or SUPER_ADMIN.
    pub role: String,
    /// The organization; omitted or null for SUPPORT and SUPER_ADMIN.
    pub org_id: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// The person's email address.
    pub email: Option<String>,
}

/// A token.
#[derive(ToSchema)]
pub struct TokenAnswer {
    /// The bearer token.
    pub access_token: String,
    /// Always Bearer.
    pub token_type: String,
    /// The number of seconds until it expires.
    pub expires_in: u64,
}

/// The result of a check.
#[derive(ToSchema)]
pub struct Status {
    /// ok, ready, or degraded: some machines of a cluster do not answer, and only organizations on the others are
    /// served.
    pub status: String,
    /// The problem, if degraded.
    pub why: Option<String>,
}

/// Adds all schemas.
pub(super) fn add(components: ComponentsBuilder) -> ComponentsBuilder {
    fn one<T: ToSchema + PartialSchema>(components: ComponentsBuilder) -> ComponentsBuilder {
        components.schema(T::name(), T::schema())
    }
    let kinds = [
        one::<Failure>,
        one::<Event>,
        one::<EventBatch>,
        one::<IngestAnswer>,
        one::<EventError>,
        one::<GraphQlRequest>,
        one::<GraphQlResponse>,
        one::<TokenRequest>,
        one::<TokenAnswer>,
        one::<Status>,
    ];
    kinds.into_iter().fold(payload::add(components), |components, add| add(components))
}
