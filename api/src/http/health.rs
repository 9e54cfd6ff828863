//! Whether the process lives, and whether it can do its work.
use crate::app::App;
use crate::http::answer::failure;
use crate::http::readiness::Fault;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// Answers as long as the process does.
pub(crate) async fn alive() -> Response {
    Json(json!({"status": "ok"})).into_response()
}

/// Why no work should be sent here, if it should not: whether the store takes a write and gives it
/// back, and has room for more.
pub(crate) async fn trouble(app: &App) -> Option<String> {
    let wrong = match app.readiness().ask(app.store()).await {
        Ok(()) => app.ingest().disk().trouble(),
        Err(Fault { part, why }) => Some(format!("the store: {part} failed: {why}")),
    };
    metrics::gauge!(telemetry::metric::READY).set(if wrong.is_none() { 1.0 } else { 0.0 });
    wrong
}

/// Answers what [`trouble`] says.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    match trouble(&app).await {
        None => Json(json!({"status": "ready"})).into_response(),
        Some(wrong) => failure(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", &wrong),
    }
}
