//! `POST /graphql`.
use crate::app::App;
use crate::graphql::body;
use crate::graphql::execute::{Executed, execute};
use async_graphql::{BatchRequest, BatchResponse};
use auth::ClientCertificate;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use std::io;
use web::Origin;
use web::RequestId;
use web::accept::accepts;
use web::answer::failure;
use web::intake::{Claim, Full, LONG};

/// Executes one operation, or a short list of them.
pub(crate) async fn post(
    State(app): State<App>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Origin(place): Origin,
    certificate: Option<Extension<ClientCertificate>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let certificate = certificate.map(|Extension(certificate)| certificate);
    let caller = match app.auth().operator(&headers, certificate.as_ref()).await {
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
    // Held until the operations are done, because what was parsed from the body lives that long. Then it is
    // used for the response.
    let (requests, claim) = match body::requests(&app, caller.as_ref(), &headers, body).await {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    match requests {
        BatchRequest::Single(request) => {
            let Executed { response, readable } =
                execute(&app, caller, &request_id, request.data(place).data(certificate)).await;
            let status = if readable { StatusCode::OK } else { StatusCode::BAD_REQUEST };
            answer(&app, status, &headers, BatchResponse::Single(response), claim).await
        }
        BatchRequest::Batch(requests) => {
            let mut responses = Vec::with_capacity(requests.len());
            for (position, request) in requests.into_iter().enumerate() {
                // Each operation counts as a request; the first was counted with the credential.
                if let Some(Err(error)) =
                    caller.as_ref().filter(|_| position > 0).map(|caller| app.auth().count(caller))
                {
                    return error.into_response();
                }
                let request = request.data(place.clone()).data(certificate.clone());
                responses.push(execute(&app, caller.clone(), &request_id, request).await.response);
            }
            answer(&app, StatusCode::OK, &headers, BatchResponse::Batch(responses), claim).await
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.eq_ignore_ascii_case(RESPONSE)
}

/// The media type for responses defined by GraphQL over HTTP.
const RESPONSE: &str = "application/graphql-response+json";

/// A response as JSON, and the memory claimed for it, until all of it has been sent.
struct Held {
    bytes: Vec<u8>,
    _claim: Claim,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Output that stays below the limit for long texts.
struct Short(Vec<u8>);

impl io::Write for Short {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONG {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Serializes a response; a long one on a thread where that blocks no other requests.
async fn written(app: &App, response: BatchResponse) -> Result<Vec<u8>, String> {
    let mut short = Short(Vec::with_capacity(256));
    match serde_json::to_writer(&mut short, &response) {
        Ok(()) => return Ok(short.0),
        Err(error) if error.is_io() => drop(short),
        Err(error) => return Err(error.to_string()),
    }
    let work = move || serde_json::to_vec(&response).map_err(|error| error.to_string());
    app.ingest().intake().workshop().run(work).await.map_err(|unread| unread.to_string()).and_then(|done| done)
}

async fn answer(
    app: &App,
    status: StatusCode,
    headers: &HeaderMap,
    response: BatchResponse,
    mut claim: Claim,
) -> Response {
    let kind = if accepts(headers, RESPONSE) { RESPONSE } else { "application/json" };
    let bytes = match written(app, response).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::error!(%error, "a response cannot be written as JSON");
            return failure(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the response could not be written");
        }
    };
    claim.shrink_to(0);
    // A short one is sent in any case: it takes no more than the buffers of its connection.
    match claim.grow(bytes.capacity()) {
        Err(full) if bytes.len() > LONG => return no_room(full),
        Ok(()) | Err(_) => {}
    }
    (status, [(CONTENT_TYPE, kind)], Body::from(Bytes::from_owner(Held { bytes, _claim: claim }))).into_response()
}

fn no_room(full: Full) -> Response {
    let mut response = match full {
        Full::Sender => {
            let message = "your answers that are still to be read take all the memory that one caller may take; \
                           read them, or ask for less at once";
            failure(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message)
        }
        Full::Everybody => {
            let message = "there is no memory for the response now; retry later, or ask for less at once";
            failure(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message)
        }
    };
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}
