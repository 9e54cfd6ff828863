//! Why whole requests are rejected, in the words of every interface that takes events.
use super::body::BodyError;
use super::measures::refused_request;
use super::service::Refused;
use super::{Ingest, IngestRefusal};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use web::intake::Unread;

/// The codes with which whole requests are rejected.
pub(super) const CODES: &[&str] = &[
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
pub(super) enum Refusal {
    UnsupportedType { expected: &'static str, found: String },
    UnsupportedEncoding { expected: &'static str, found: String },
    TooLarge { limit: usize },
    Unreadable(String),
    Unread(Unread),
    Ingest(IngestRefusal),
}

/// What the sender is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// One of [`CODES`].
    pub(super) code: &'static str,
    pub(super) message: String,
    /// When to retry, if that helps.
    pub(super) retry_after: Option<Duration>,
}

impl Answer {
    const fn new(status: StatusCode, code: &'static str, message: String) -> Self {
        Self { status, code, message, retry_after: None }
    }

    fn retry(self, after: Duration) -> Self {
        Self { retry_after: Some(after), ..self }
    }

    /// In whole seconds.
    pub(super) fn retry_seconds(&self) -> Option<u64> {
        self.retry_after.map(|after| after.as_secs().max(1))
    }

    /// The response with this body; it is counted.
    pub(super) fn respond(&self, body: impl IntoResponse) -> Response {
        refused_request(self.code);
        let mut response = (self.status, body).into_response();
        if let Some(seconds) = self.retry_seconds() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl Refusal {
    pub(super) fn of(refused: Refused, ingest: &Ingest) -> Self {
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

    /// What the sender is told.
    pub(super) fn answer(self) -> Answer {
        const UNAVAILABLE: &str = "UNAVAILABLE";
        match self {
            Self::UnsupportedType { expected, found } => Answer::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_MEDIA_TYPE",
                format!("expected content-type {expected}, found \"{found}\""),
            ),
            Self::UnsupportedEncoding { expected, found } => Answer::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UNSUPPORTED_ENCODING",
                format!("expected content-encoding {expected}, found \"{found}\""),
            ),
            Self::TooLarge { limit } | Self::Unread(Unread::TooLarge { limit, .. }) => Answer::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "BODY_TOO_LARGE",
                format!("expected at most {limit} bytes, decompressed"),
            ),
            Self::Unreadable(message) => Answer::new(StatusCode::BAD_REQUEST, "UNREADABLE_BODY", message),
            Self::Unread(unread) => {
                let (status, code) = unread.code("UNREADABLE_BODY");
                Answer { retry_after: unread.retry_after(), ..Answer::new(status, code, unread.to_string()) }
            }
            Self::Ingest(IngestRefusal::NoShare { retry_after }) => {
                Answer::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", Unread::NoShare.to_string())
                    .retry(retry_after)
            }
            Self::Ingest(IngestRefusal::TooManyEvents { limit }) => Answer::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "TOO_MANY_EVENTS",
                format!("expected at most {limit} events per request"),
            ),
            Self::Ingest(IngestRefusal::QueueFull { retry_after }) => {
                let message = "projection is behind; retry later".to_owned();
                Answer::new(StatusCode::TOO_MANY_REQUESTS, "QUEUE_FULL", message).retry(retry_after)
            }
            Self::Ingest(IngestRefusal::DiskFull { retry_after }) => {
                let message = "the disk of the database is full; nothing of this request was acknowledged; retry";
                Answer::new(StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE, message.to_owned()).retry(retry_after)
            }
            Self::Ingest(IngestRefusal::Unavailable { retry_after }) => {
                let message = "events cannot be stored right now; nothing of this request was acknowledged; retry";
                Answer::new(StatusCode::SERVICE_UNAVAILABLE, UNAVAILABLE, message.to_owned()).retry(retry_after)
            }
        }
    }
}
