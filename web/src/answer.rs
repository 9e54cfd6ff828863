//! The shape of failures outside of GraphQL.
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// A failure: `{"code", "message"}`.
pub fn failure(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({"code": code, "message": message}))).into_response()
}

/// A failure of one field of the body.
pub fn field_failure(field: &str, message: &str) -> Response {
    let message = format!("{field}: {message}");
    let body = json!({"code": "BAD_USER_INPUT", "field": field, "message": message});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

/// The answer to paths that lead nowhere.
pub async fn not_found() -> Response {
    failure(StatusCode::NOT_FOUND, "NOT_FOUND", "nothing exists at this address")
}

/// The answer to known paths that are asked in another way.
pub async fn wrong_method() -> Response {
    failure(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "this address does not support this method")
}
