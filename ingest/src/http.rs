//! `POST /v1/events`: headers and status codes around [`Ingest`].
use super::body::{BodyError, Encoding, Format};
use super::measures::refused_request;
use super::service::{Parcel, Refused};
use super::{Ingest, IngestRefusal};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Producer;
use domain::Source;
use serde_json::json;
use std::time::Duration;
use web::intake::{Sender, Unread};

/// The codes with which whole requests are rejected.
pub(super) const REFUSALS: &[&str] = &[
    "UNSUPPORTED_MEDIA_TYPE",
    "UNSUPPORTED_ENCODING",
    "BODY_TOO_LARGE",
    "BODY_TOO_SLOW",
    "UNREADABLE_BODY",
    "TOO_MANY_EVENTS",
    "QUEUE_FULL",
    "RATE_LIMITED",
    "UNAVAILABLE",
];

/// Why a whole request is rejected.
#[derive(Debug)]
enum Refusal {
    UnsupportedType(String),
    UnsupportedEncoding(String),
    TooLarge { limit: usize },
    Unreadable(String),
    Unread(Unread),
    Ingest(IngestRefusal),
}

/// Handles one request.
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
    ingest.has_room().map_err(Refusal::Ingest)?;
    let body = ingest.intake().receive(&Sender::key(producer), headers, body, limit).await.map_err(Refusal::Unread)?;
    let parcel = Parcel { format, encoding, body };
    let taken = ingest.take(producer, Source::Rest, parcel).await;
    Ok(axum::Json(taken.map_err(|refused| Refusal::of(refused, ingest))?).into_response())
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

impl Refusal {
    fn of(refused: Refused, ingest: &Ingest) -> Self {
        match refused {
            Refused::Body(BodyError::TooLarge) => Self::TooLarge { limit: ingest.options().max_body_bytes },
            Refused::Body(BodyError::TooMany) => {
                Self::Ingest(IngestRefusal::TooManyEvents { limit: ingest.options().max_batch_events })
            }
            Refused::Body(BodyError::Full(full)) => Self::Ingest(full.into()),
            Refused::Body(BodyError::Unreadable(message)) => Self::Unreadable(message),
            Refused::Unread(unread) => Self::Unread(unread),
            Refused::Ingest(refusal) => Self::Ingest(refusal),
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
            Self::Unread(Unread::TooLarge { limit, .. }) => return Self::TooLarge { limit }.into_response(),
            Self::Unread(unread) => {
                let (status, code) = unread.code("UNREADABLE_BODY");
                (status, code, unread.to_string(), unread.retry_after())
            }
            Self::Ingest(IngestRefusal::NoShare { retry_after }) => {
                (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", Unread::NoShare.to_string(), Some(retry_after))
            }
            Self::Ingest(IngestRefusal::TooManyEvents { limit }) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "TOO_MANY_EVENTS",
                format!("expected at most {limit} events per request"),
                None,
            ),
            Self::Ingest(IngestRefusal::QueueFull { retry_after }) => (
                StatusCode::TOO_MANY_REQUESTS,
                "QUEUE_FULL",
                "projection is behind; retry later".to_owned(),
                Some(retry_after),
            ),
            Self::Ingest(IngestRefusal::DiskFull { retry_after }) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                "the disk of the database is full; nothing of this request was acknowledged; retry".to_owned(),
                Some(retry_after),
            ),
            Self::Ingest(IngestRefusal::Unavailable { retry_after }) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "UNAVAILABLE",
                "events cannot be stored right now; nothing of this request was acknowledged; retry".to_owned(),
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
