//! What surrounds every request: its id, the common response headers, and its metrics.
use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;
use telemetry::{metric, trace};
use tracing::Instrument as _;
use web::RequestId;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The trace that a request is part of.
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// The method and the route of requests that are not known here.
const OTHER: &str = "OTHER";
/// The maximum length of a request id accepted from a proxy.
const MAX_REQUEST_ID: usize = 64;

/// Wraps a request.
pub(crate) async fn with_common_layers(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(request.headers());
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| OTHER.to_owned(), |path| path.as_str().to_owned());
    let method = known_method(request.method());
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    // Every log line of the request carries the id that the response shows.
    let span = tracing::info_span!("request", request_id = %id);
    let parent = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok());
    let traced = trace::request(method, &route, &id, parent);
    let mut response = next.run(request).instrument(traced.clone()).instrument(span).await;
    let status = response.status().as_u16();
    trace::answered(&traced, status);
    tracing::debug!(request_id = %id, method, route, status, seconds = began.elapsed().as_secs_f64(), "answered");
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!(metric::HTTP_REQUESTS, &labels).increment(1);
    metrics::histogram!(metric::HTTP_SECONDS, &labels).record(began.elapsed().as_secs_f64());
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    // Responses are about people and about now; those that may be cached say so themselves.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("frame-ancestors 'none'"));
    response
}

/// The standard methods by name; made-up ones must not create new metrics.
const fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        Method::CONNECT => "CONNECT",
        Method::TRACE => "TRACE",
        _ => OTHER,
    }
}

/// The id given by a proxy in front if it is harmless, or else a new one.
fn request_id(headers: &HeaderMap) -> Arc<str> {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()).filter(|id| {
        !id.is_empty()
            && id.len() <= MAX_REQUEST_ID
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    });
    match given {
        Some(id) => Arc::from(id),
        None => Arc::from(format!("{:016x}", rand::random::<u64>())),
    }
}
