//! What is measured about this process, as Prometheus text.
use crate::app::App;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// Answers with all measures, those of the store as they are now.
pub(crate) async fn render(State(app): State<App>) -> Response {
    app.looks().look(app.store()).await;
    let _known = app.readiness().ask(app.store()).await;
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], app.measures().render()).into_response()
}
