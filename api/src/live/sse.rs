//! `POST` and `GET /graphql/stream`: GraphQL over server-sent events, one operation a connection.
use crate::app::App;
use crate::error::ApiError;
use crate::http::answer::failure;
use crate::http::frame::RequestId;
use crate::live::identity::Identity;
use crate::live::operation::{self, Part, Parts};
use async_graphql::Request;
use axum::body::Bytes;
use axum::extract::{Extension, RawQuery, State};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::unfold;
use futures_util::{Stream, StreamExt as _};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How long a credential without an end is believed at a time.
const FOREVER: Duration = Duration::from_secs(24 * 60 * 60);

/// Answers one operation as a stream of events.
pub(crate) async fn stream(
    State(app): State<App>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let refuse = |message: &str| failure(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
    if !accepts_events(&headers) {
        let message = "expected Accept: text/event-stream; plain answers are given at /graphql";
        return failure(StatusCode::NOT_ACCEPTABLE, "BAD_USER_INPUT", message);
    }
    let identity = match Identity::of(&app, &headers).await {
        Ok(identity) => identity,
        Err(error) => return error.into_response(),
    };
    let parsed = if method == Method::GET {
        async_graphql::http::parse_query_string(&query.unwrap_or_default()).map_err(|error| error.to_string())
    } else {
        serde_json::from_slice::<Request>(&body).map_err(|error| error.to_string())
    };
    let mut request = match parsed {
        Ok(request) => request,
        Err(error) => return refuse(&format!("this is no GraphQL request: {error}")),
    };
    if method == Method::GET && operation::is_mutation(&mut request) {
        let message = "a mutation is sent with POST";
        return failure(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
    }
    let parts = operation::start(&app, identity.caller.clone(), &request_id, request);
    let keep_alive = KeepAlive::new().interval(app.options().live.ping_every);
    Sse::new(Answer { app, identity, request_id, parts }.events()).keep_alive(keep_alive).into_response()
}

fn accepts_events(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|kinds| kinds.split(',')).any(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("text/event-stream")
    })
}

/// An answer under way.
struct Answer {
    app: App,
    identity: Identity,
    request_id: Arc<str>,
    parts: Parts,
}

/// How far an answer has come.
enum Stage {
    Going(Box<Answer>),
    Complete,
    Over,
}

impl Answer {
    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> {
        unfold(Stage::Going(Box::new(self)), |stage| async move {
            match stage {
                Stage::Going(answer) => Some(answer.next().await),
                Stage::Complete => Some((Event::default().event("complete").data(""), Stage::Over)),
                Stage::Over => None,
            }
        })
        .map(Ok)
    }

    async fn next(mut self: Box<Self>) -> (Event, Stage) {
        let remaining = self.identity.remaining(self.app.clock().now()).unwrap_or(FOREVER);
        let part = tokio::select! {
            part = self.parts.next() => part,
            () = sleep(remaining) => Some(self.expired()),
            () = self.app.live().stopping().cancelled() => None,
        };
        let ended = self.identity.has_ended(self.app.clock().now());
        match part {
            Some(_) if ended => (failed_event(&self.expired()), Stage::Complete),
            Some(Part::Next(response)) => (Event::default().event("next").data(&*response), Stage::Going(self)),
            Some(failed) => (failed_event(&failed), Stage::Complete),
            None => (Event::default().event("complete").data(""), Stage::Over),
        }
    }

    fn expired(&self) -> Part {
        operation::refusal(&self.request_id, ApiError::Expired)
    }
}

fn failed_event(part: &Part) -> Event {
    let (Part::Next(errors) | Part::Failed(errors)) = part;
    Event::default().event("next").data(format!(r#"{{"data":null,"errors":{errors}}}"#))
}
