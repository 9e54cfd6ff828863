//! `POST /v1/events`: who sends, then [`crate::ingest`].
use crate::app::App;
use crate::auth::Caller;
use crate::http::answer::failure;
use crate::ingest::http::accept;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

/// Takes the events of one request.
pub(crate) async fn take(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    match app.auth().identify(&headers).await {
        Ok(Some(Caller::Producer(producer))) => accept(app.ingest(), &producer, &headers, body).await,
        Ok(Some(Caller::Person(_))) => failure(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            "events are taken with an ingest key, not with a person's token",
        ),
        Ok(None) => {
            let message = "expected an ingest key in the header Authorization: Bearer ..";
            let mut response = failure(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            response
        }
        Err(error) => error.into_response(),
    }
}
