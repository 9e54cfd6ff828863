//! The OTLP endpoints, over HTTP and gRPC: they identify the sender like `POST /v1/events`, and answer in the format
//! of the request.
use super::sender::{self, NoSender};
use crate::app::App;
use auth::ClientCertificate;
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use ingest::otlp::{Signal, grpc, http};
use web::answer;

/// What a sender of OTLP to another address is told.
const WRONG_ADDRESS: &str = "nothing is received at this address: OTLP logs are sent to /v1/logs, traces to /v1/traces, \
                             metrics to /v1/metrics, and events to /v1/events";

/// The endpoints.
pub(crate) fn routes() -> Router<App> {
    Signal::ALL.into_iter().fold(Router::new(), |routes, signal| {
        let by_http = move |state: State<App>, certificate: Certificate, headers: HeaderMap, body: Body| {
            take(state, certificate, headers, body, signal)
        };
        let by_grpc = move |state: State<App>, certificate: Certificate, headers: HeaderMap, body: Body| {
            call(state, certificate, headers, body, signal)
        };
        routes.route(signal.path(), post(by_http)).route(signal.grpc_path(), post(by_grpc))
    })
}

type Certificate = Option<Extension<ClientCertificate>>;

/// Accepts records over HTTP.
async fn take(
    State(app): State<App>,
    certificate: Certificate,
    headers: HeaderMap,
    body: Body,
    signal: Signal,
) -> Response {
    let certificate = certificate.map(|Extension(certificate)| certificate);
    match sender::identify(&app, &headers, certificate.as_ref()).await {
        Ok(producer) => http::accept(app.ingest(), &producer, signal, &headers, body).await,
        Err(nobody) => {
            let Refused { status, code, message, about } = Refused::of(nobody);
            let mut response = http::refuse(&headers, status, code, &message);
            for name in [RETRY_AFTER, WWW_AUTHENTICATE] {
                if let Some(value) = about.get(&name) {
                    response.headers_mut().insert(name, value.clone());
                }
            }
            response
        }
    }
}

/// Accepts records over gRPC.
async fn call(
    State(app): State<App>,
    certificate: Certificate,
    headers: HeaderMap,
    body: Body,
    signal: Signal,
) -> Response {
    let is_grpc = headers.get(axum::http::header::CONTENT_TYPE);
    if !is_grpc.is_some_and(|value| value.as_bytes().starts_with(grpc::CONTENT_TYPE.as_bytes())) {
        let message = "this address expects gRPC, with the content type application/grpc";
        return answer::failure(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message);
    }
    let certificate = certificate.map(|Extension(certificate)| certificate);
    match sender::identify(&app, &headers, certificate.as_ref()).await {
        Ok(producer) => grpc::accept(app.ingest(), &producer, signal, &headers, body).await,
        Err(nobody) => {
            let Refused { status, code, message, .. } = Refused::of(nobody);
            grpc::refuse(status, code, &message)
        }
    }
}

/// A rejected request, as `POST /v1/events` would answer it.
struct Refused {
    status: StatusCode,
    code: &'static str,
    message: String,
    about: HeaderMap,
}

impl Refused {
    fn of(nobody: NoSender) -> Self {
        let message = nobody.message();
        let (parts, _) = nobody.into_response().into_parts();
        let code = match parts.status {
            StatusCode::UNAUTHORIZED => "UNAUTHENTICATED",
            StatusCode::FORBIDDEN => "FORBIDDEN",
            StatusCode::TOO_MANY_REQUESTS => "RATE_LIMITED",
            _ => "UNAVAILABLE",
        };
        Self { status: parts.status, code, message, about: parts.headers }
    }
}

/// The response to a POST to an address that does not exist: probably of an agent that was told the address of the
/// server without the path of a signal, or with too much of it.
pub(crate) fn misdirected(headers: &HeaderMap) -> Response {
    const CODE: &str = "NOT_FOUND";
    if http::is_protobuf(headers) {
        return http::refuse(headers, StatusCode::NOT_FOUND, CODE, WRONG_ADDRESS);
    }
    answer::failure(StatusCode::NOT_FOUND, CODE, WRONG_ADDRESS)
}

/// The response for known paths with an unsupported method; nobody posts to the page at the root but such agents.
pub(crate) async fn wrong_method(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method == Method::POST && uri.path() == "/" { misdirected(&headers) } else { answer::wrong_method().await }
}
