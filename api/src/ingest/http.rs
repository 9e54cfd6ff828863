//! `POST /v1/events`: headers and status codes around [`Ingest`].
use super::body::{self, BodyError, Encoding, Format};
use super::measures::refused_request;
use super::{Ingest, IngestRefusal, Producer};
use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entities::Source;
use serde_json::json;
use std::time::Duration;

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The codes with which requests are refused as a whole.
pub(super) const REFUSALS: &[&str] = &[
    "UNSUPPORTED_MEDIA_TYPE",
    "UNSUPPORTED_ENCODING",
    "BODY_TOO_LARGE",
    "UNREADABLE_BODY",
    "TOO_MANY_EVENTS",
    "QUEUE_FULL",
    "UNAVAILABLE",
];

/// Why a request is refused as a whole.
#[derive(Debug)]
enum Refusal {
    UnsupportedType(String),
    UnsupportedEncoding(String),
    TooLarge { limit: usize },
    Unreadable(String),
    Ingest(IngestRefusal),
}

/// Takes the events of one request.
pub async fn accept(ingest: &Ingest, producer: &Producer, headers: &HeaderMap, body: Body) -> Response {
    match answer(ingest, producer, headers, body).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    }
}

async fn answer(ingest: &Ingest, producer: &Producer, headers: &HeaderMap, body: Body) -> Result<Response, Refusal> {
    let format = format_of(headers)?;
    let encoding = encoding_of(headers)?;
    let limit = ingest.options().max_body_bytes;
    // Room for the body as it comes, before it is read; then for it and what is made of its events.
    let announced = announced(headers, &body, limit)?;
    let mut room = ingest.reserve(announced).map_err(Refusal::Ingest)?;
    let bytes = read(body, limit).await?;
    let bytes = body::decompress(encoding, bytes, limit).map_err(|error| Refusal::of_body(error, limit))?;
    room.merge(ingest.reserve((bytes.len() * 2).saturating_sub(announced)).map_err(Refusal::Ingest)?);
    let events = body::events(format, &bytes).map_err(|error| Refusal::of_body(error, limit))?;
    let answer = ingest.submit_items(producer, Source::Rest, events, room).await.map_err(Refusal::Ingest)?;
    Ok(axum::Json(answer).into_response())
}

fn format_of(headers: &HeaderMap) -> Result<Format, Refusal> {
    let value = headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap_or("?"));
    match value.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "application/json" => Ok(Format::Json),
        "application/x-ndjson" | "application/ndjson" => Ok(Format::NdJson),
        other => Err(Refusal::UnsupportedType(other.to_owned())),
    }
}

fn encoding_of(headers: &HeaderMap) -> Result<Encoding, Refusal> {
    let value = headers.get(header::CONTENT_ENCODING).map_or("", |value| value.to_str().unwrap_or("?"));
    match value.trim().to_ascii_lowercase().as_str() {
        "" | "identity" => Ok(Encoding::Identity),
        "gzip" | "x-gzip" => Ok(Encoding::Gzip),
        "zstd" => Ok(Encoding::Zstd),
        other => Err(Refusal::UnsupportedEncoding(other.to_owned())),
    }
}

/// How long the body says that it is; the limit where it does not say.
fn announced(headers: &HeaderMap, body: &Body, limit: usize) -> Result<usize, Refusal> {
    let header = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let known = body.size_hint().exact().and_then(|length| usize::try_from(length).ok());
    match header.or(known) {
        Some(length) if length > limit => Err(Refusal::TooLarge { limit }),
        Some(length) => Ok(length),
        None => Ok(limit),
    }
}

async fn read(body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    match tokio::time::timeout(BODY_TIMEOUT, axum::body::to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(error)) if is_limit(&error) => Err(Refusal::TooLarge { limit }),
        Ok(Err(error)) => Err(Refusal::Unreadable(format!("the body ended early: {error}"))),
        Err(_) => Err(Refusal::Unreadable(format!("the body did not arrive within {} s", BODY_TIMEOUT.as_secs()))),
    }
}

fn is_limit(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.to_string().contains("length limit"))
}

impl Refusal {
    fn of_body(error: BodyError, limit: usize) -> Self {
        match error {
            BodyError::TooLarge => Self::TooLarge { limit },
            BodyError::Unreadable(message) => Self::Unreadable(message),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, message, retry_after) = match self {
            Self::UnsupportedType(found) => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_MEDIA_TYPE",
                format!("expected content-type application/json or application/x-ndjson, found \"{found}\""),
                None,
            ),
            Self::UnsupportedEncoding(found) => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_ENCODING",
                format!("expected content-encoding gzip, zstd or none, found \"{found}\""),
                None,
            ),
            Self::TooLarge { limit } => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "BODY_TOO_LARGE",
                format!("expected at most {limit} bytes, decompressed"),
                None,
            ),
            Self::Unreadable(message) => (StatusCode::BAD_REQUEST, "UNREADABLE_BODY", message, None),
            Self::Ingest(IngestRefusal::TooManyEvents { limit }) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "TOO_MANY_EVENTS",
                format!("expected at most {limit} events a request"),
                None,
            ),
            Self::Ingest(IngestRefusal::QueueFull { retry_after }) => (
                StatusCode::TOO_MANY_REQUESTS,
                "QUEUE_FULL",
                "projection is behind; try again later".to_owned(),
                Some(retry_after),
            ),
            Self::Ingest(IngestRefusal::DiskFull { retry_after }) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                "the disk of the database is full; nothing of this request was acknowledged; try again".to_owned(),
                Some(retry_after),
            ),
            Self::Ingest(IngestRefusal::Unavailable { retry_after }) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                "events cannot be stored right now; nothing of this request was acknowledged; try again".to_owned(),
                Some(retry_after),
            ),
        };
        refused_request(code);
        let mut response = (status, axum::Json(json!({"code": code, "message": message}))).into_response();
        if let Some(after) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, retry_after_value(after));
        }
        response
    }
}

fn retry_after_value(after: Duration) -> HeaderValue {
    HeaderValue::from(after.as_secs().max(1))
}
