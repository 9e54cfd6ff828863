//! `POST /v1/events`: identifies the sender before anything is read.
use crate::app::App;
use auth::ClientCertificate;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::Caller;
use ingest;
use web::answer::failure;

/// Accepts events from a producer.
pub(crate) async fn take(
    State(app): State<App>,
    certificate: Option<Extension<ClientCertificate>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let certificate = certificate.map(|Extension(certificate)| certificate);
    match app.auth().sender(&headers, certificate.as_ref()).await.map(|known| known.map(|known| known.caller)) {
        Ok(Some(Caller::Producer(producer))) => ingest::http::accept(app.ingest(), &producer, &headers, body).await,
        Ok(Some(Caller::Person(_))) => {
            failure(StatusCode::FORBIDDEN, "FORBIDDEN", "send events with an ingest key, not with an access token")
        }
        Ok(None) => {
            let message = "send Authorization: Bearer with an ingest key";
            let mut response = failure(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            response
        }
        Err(error) => error.into_response(),
    }
}
