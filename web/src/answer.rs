//! The error responses outside of GraphQL.
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// An error response: `{"code", "message"}`.
pub fn failure(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({"code": code, "message": message}))).into_response()
}

/// An error response about one field of the body.
pub fn field_failure(field: &str, message: &str) -> Response {
    let message = format!("{field}: {message}");
    let body = json!({"code": "BAD_USER_INPUT", "field": field, "message": message});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// The response for unknown paths.
pub async fn not_found() -> Response {
    failure(StatusCode::NOT_FOUND, "NOT_FOUND", "nothing exists at this address")
}

/// The response for known paths with an unsupported method.
pub async fn wrong_method() -> Response {
    failure(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "this address does not support this method")
}
