//! `POST /graphql`.
use crate::app::App;
use crate::audit::Place;
use crate::graphql::body;
use crate::graphql::execute::{Executed, execute};
use crate::http::accept::accepts;
use crate::http::answer::failure;
use crate::http::frame::RequestId;
use async_graphql::{BatchRequest, BatchResponse};
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

/// Answers one operation, or a short list of them.
pub(crate) async fn post(
    State(app): State<App>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    place: Place,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let caller = match app.auth().identify(&headers).await {
        Ok(identified) => identified.map(|identified| identified.caller),
        Err(error) => return error.into_response(),
    };
    if !is_json(&headers) {
        return failure(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "BAD_USER_INPUT",
            "expected Content-Type: application/json",
        );
    }
    // Held until the answer is written: what was made of the body lives as long.
    let (requests, _claim) = match body::requests(&app, caller.as_ref(), &headers, body).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    match requests {
        BatchRequest::Single(request) => {
            let Executed { response, readable } = execute(&app, caller, &request_id, request.data(place)).await;
            let status = if readable { StatusCode::OK } else { StatusCode::BAD_REQUEST };
            answer(status, &headers, &BatchResponse::Single(response))
        }
        BatchRequest::Batch(requests) => {
            let mut responses = Vec::with_capacity(requests.len());
            for (position, request) in requests.into_iter().enumerate() {
                // Each is a request; the first was counted with the credential.
                if let Some(Err(error)) =
                    caller.as_ref().filter(|_| position > 0).map(|caller| app.auth().count(caller))
                {
                    return error.into_response();
                }
                responses.push(execute(&app, caller.clone(), &request_id, request.data(place.clone())).await.response);
            }
            answer(StatusCode::OK, &headers, &BatchResponse::Batch(responses))
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.eq_ignore_ascii_case(RESPONSE)
}

/// The kind of answer that GraphQL over HTTP has of its own.
const RESPONSE: &str = "application/graphql-response+json";

fn answer(status: StatusCode, headers: &HeaderMap, response: &BatchResponse) -> Response {
    let kind = if accepts(headers, RESPONSE) { RESPONSE } else { "application/json" };
    match serde_json::to_vec(response) {
        Ok(body) => (status, [(CONTENT_TYPE, kind)], body).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as JSON");
            failure(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the answer could not be written")
        }
    }
}
