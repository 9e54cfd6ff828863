//! The metrics of this process, as Prometheus text.
use crate::app::App;
use crate::http::health;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// Responds with all metrics, those of the store as of now.
pub(crate) async fn render(State(app): State<App>) -> Response {
    // Concurrently: with a store that does not respond, one after the other would exceed the scrape timeout.
    let (_ready, ()) = tokio::join!(health::problem(&app), app.looks().look(app.store()));
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], app.measures().render()).into_response()
}
