//! `POST /v1/events`: identifies the sender before anything is read.
use super::sender;
use crate::app::App;
use auth::ClientCertificate;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};

/// Accepts events from a producer.
pub(crate) async fn take(
    State(app): State<App>,
    certificate: Option<Extension<ClientCertificate>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let certificate = certificate.map(|Extension(certificate)| certificate);
    match sender::identify(&app, &headers, certificate.as_ref()).await {
        Ok(producer) => ingest::http::accept(app.ingest(), &producer, &headers, body).await,
        Err(nobody) => nobody.into_response(),
    }
}
