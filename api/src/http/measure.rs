//! What is measured about this process, as Prometheus text.
use crate::app::App;
use crate::http::health;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// Answers with all measures, those of the store as they are now.
pub(crate) async fn render(State(app): State<App>) -> Response {
    // At once, or a store that does not answer would take longer than those who measure wait.
    let (_ready, ()) = tokio::join!(health::problem(&app), app.looks().look(app.store()));
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], app.measures().render()).into_response()
}
