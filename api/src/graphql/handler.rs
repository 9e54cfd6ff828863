//! `POST /graphql`.
use crate::app::App;
use crate::audit::Place;
use crate::graphql::execute::{Executed, execute};
use crate::graphql::limits;
use crate::http::answer::failure;
use crate::http::frame::RequestId;
use crate::options::GraphQlOptions;
use async_graphql::{BatchRequest, BatchResponse, Request};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Extension, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

/// Answers one operation, or a short list of them.
pub(crate) async fn post(
    State(app): State<App>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    place: Place,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
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
    let options = &app.options().graphql;
    let body = match body {
        Ok(body) => body,
        Err(error) => return unreadable(&error, &headers, options),
    };
    let requests = match parse(&body) {
        Ok(BatchRequest::Batch(_)) if options.max_batch <= 1 => {
            let message = "lists of operations are switched off here: expected one operation a request";
            return failure(StatusCode::BAD_REQUEST, "TOO_COMPLEX", message);
        }
        Ok(BatchRequest::Batch(requests)) if requests.is_empty() => {
            let message = "the body is an empty list: expected at least one operation";
            return failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
        }
        Ok(BatchRequest::Batch(requests)) if requests.len() > options.max_batch => {
            let refusal = limits::check(requests.len(), options.max_batch, "operations at once").err();
            let message = refusal.map(|error| error.to_string()).unwrap_or_default();
            return failure(StatusCode::BAD_REQUEST, "TOO_COMPLEX", &message);
        }
        Ok(requests) => requests,
        Err(error) => {
            let message = format!("the body is no GraphQL request in JSON: {error}");
            return failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &message);
        }
    };
    match requests {
        BatchRequest::Single(request) => {
            let Executed { response, readable } = execute(&app, caller, &request_id, request.data(place)).await;
            let status = if readable { StatusCode::OK } else { StatusCode::BAD_REQUEST };
            answer(status, &BatchResponse::Single(response))
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
            answer(StatusCode::OK, &BatchResponse::Batch(responses))
        }
    }
}

/// A body that is too long, or that broke off.
pub(crate) fn unreadable(error: &BytesRejection, headers: &HeaderMap, options: &GraphQlOptions) -> Response {
    if error.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", "the body broke off");
    }
    let most = options.max_body_bytes;
    let told = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let message = match told.filter(|told| *told > most) {
        Some(told) => format!("the body: expected at most {most} bytes, got {told}: {} too many", told - most),
        None => format!("the body: expected at most {most} bytes"),
    };
    failure(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", &message)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.eq_ignore_ascii_case("application/graphql-response+json")
}

/// Tells the two kinds of body apart by their first character, so that an error speaks of the kind
/// that was meant.
fn parse(body: &[u8]) -> Result<BatchRequest, serde_json::Error> {
    if body.trim_ascii_start().starts_with(b"[") {
        serde_json::from_slice::<Vec<Request>>(body).map(BatchRequest::Batch)
    } else {
        serde_json::from_slice(body).map(BatchRequest::Single)
    }
}

fn answer(status: StatusCode, response: &BatchResponse) -> Response {
    match serde_json::to_vec(response) {
        Ok(body) => (status, [(CONTENT_TYPE, "application/json")], body).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as JSON");
            failure(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the answer could not be written")
        }
    }
}
