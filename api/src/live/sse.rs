//! `POST` and `GET /graphql/stream`: GraphQL over server-sent events, one operation per connection.
use crate::app::App;
use crate::error::ApiError;
use crate::graphql::body;
use crate::live::crowd::Seat;
use crate::live::identity::Identity;
use crate::live::measures::Open;
use crate::live::operation;
use crate::live::part::{Part, Parts};
use axum::body::Body;
use axum::extract::{Extension, RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt as _};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use web::Origin;
use web::RequestId;
use web::accept::accepts;
use web::answer::failure;
use web::intake::Claim;

const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
const COMPLETE: &str = "event: complete\ndata:\n\n";
/// A comment, so that no proxy considers the connection dead.
const SIGN_OF_LIFE: &str = ":\n\n";

/// Answers one operation as an event stream.
pub(crate) async fn stream(
    State(app): State<App>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Origin(place): Origin,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let refuse = |message: &str| failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
    if !accepts(&headers, "text/event-stream") {
        let message = "expected Accept: text/event-stream; for plain responses use /graphql";
        return failure(StatusCode::NOT_ACCEPTABLE, "BAD_USER_INPUT", message);
    }
    let identity = match Identity::of(&app, &headers).await {
        Ok(identity) => identity,
        Err(error) => return error.into_response(),
    };
    let seat = match app.live().crowd().enter(identity.caller.as_ref(), app.options().live.max_connections) {
        Ok(seat) => seat,
        Err(crowded) => return crowded.into_response(),
    };
    let taken = if method == Method::GET {
        let request = async_graphql::http::parse_query_string(&query.unwrap_or_default());
        // It was part of the head, whose size is limited.
        request.map(|request| (request, None)).map_err(|error| refuse(&format!("not a GraphQL request: {error}")))
    } else {
        body::request(&app, identity.caller.as_ref(), &headers, body)
            .await
            .map(|(request, claim)| (request, Some(claim)))
    };
    let (mut request, claim) = match taken {
        Ok(taken) => taken,
        Err(refusal) => return refusal,
    };
    if method == Method::GET && operation::is_mutation(&app, &mut request) {
        let message = "send a mutation with POST";
        return failure(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
    }
    let parts = operation::start(&app, identity.caller.clone(), &request_id, request.data(place));
    let answer = Answer { app, identity, request_id, parts, _open: Open::over("sse"), _seat: seat, _claim: claim };
    let body = Body::from_stream(answer.events());
    // Proxies would otherwise buffer events that should be seen at once.
    let headers = [(CONTENT_TYPE, "text/event-stream"), (X_ACCEL_BUFFERING, "no")];
    (headers, body).into_response()
}

/// An answer in progress.
struct Answer {
    app: App,
    identity: Identity,
    request_id: Arc<str>,
    parts: Parts,
    _open: Open,
    _seat: Option<Seat>,
    /// The memory claimed for the body, which lives as long.
    _claim: Option<Claim>,
}

/// The state of an answer.
enum Stage {
    Going(Box<Answer>),
    Complete,
    Over,
}

impl Answer {
    fn events(self) -> impl Stream<Item = Result<String, Infallible>> {
        unfold(Stage::Going(Box::new(self)), |stage| async move {
            match stage {
                Stage::Going(answer) => Some(answer.next().await),
                Stage::Complete => Some((COMPLETE.to_owned(), Stage::Over)),
                Stage::Over => None,
            }
        })
        .map(Ok)
    }

    async fn next(mut self: Box<Self>) -> (String, Stage) {
        let remaining = self.identity.remaining(self.app.clock().now()).unwrap_or(Duration::MAX);
        let part = tokio::select! {
            part = self.parts.next() => part,
            () = sleep(remaining.min(self.app.options().live.ping_every)) => {
                if !self.identity.has_ended(self.app.clock().now()) {
                    return (SIGN_OF_LIFE.to_owned(), Stage::Going(self));
                }
                Some(self.expired())
            }
            () = self.app.live().stopping().cancelled() => None,
        };
        let ended = self.identity.has_ended(self.app.clock().now());
        match part {
            Some(_) if ended => (failed_event(&self.expired()), Stage::Complete),
            Some(Part::Next(response)) => (next_event(&response), Stage::Going(self)),
            Some(failed) => (failed_event(&failed), Stage::Complete),
            None => (COMPLETE.to_owned(), Stage::Over),
        }
    }

    fn expired(&self) -> Part {
        operation::refusal(&self.request_id, ApiError::Expired)
    }
}

/// An event; a response in JSON has no line breaks.
fn next_event(response: &str) -> String {
    format!("event: next\ndata: {response}\n\n")
}

fn failed_event(part: &Part) -> String {
    let (Part::Next(errors) | Part::Failed(errors)) = part;
    next_event(&format!(r#"{{"data":null,"errors":{errors}}}"#))
}
