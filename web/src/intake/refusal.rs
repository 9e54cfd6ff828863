//! Why a body was rejected.
use super::Full;
use crate::answer::failure;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use std::time::Duration;
use thiserror::Error;

/// When to retry if no memory is left.
const COME_AGAIN: Duration = Duration::from_secs(1);

/// Why a body was rejected.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unread {
    /// It is too large.
    #[error("the body: expected at most {limit} bytes{}", too_many(*limit, *told))]
    TooLarge {
        /// The maximum number of bytes.
        limit: usize,
        /// The announced length.
        told: Option<usize>,
    },
    /// It does not arrive, or too slowly.
    #[error(
        "the body arrives too slowly: expected all of it within {} s, at {least_rate} bytes per second or more",
        deadline.as_secs_f64()
    )]
    TooSlow {
        /// The time within which it had to arrive.
        deadline: Duration,
        /// The minimum rate in bytes per second.
        least_rate: u32,
    },
    /// It was cut off.
    #[error("the body was cut off: {0}")]
    BrokeOff(String),
    /// Too many other bodies of the sender are still arriving.
    #[error("{0} other bodies of the same sender are still arriving; retry when they have arrived")]
    TooManySlow(usize),
    /// The sender has used up its share of the memory.
    #[error("this sender's bodies use all the memory that one sender may use; retry later")]
    NoShare,
    /// The memory for bodies is in use.
    #[error("the memory for requests is in use; this request was not processed; retry")]
    NoRoom,
    /// Reading it failed because of an internal error.
    #[error("the body could not be read")]
    Broken,
}

fn too_many(limit: usize, told: Option<usize>) -> String {
    told.map_or_else(String::new, |told| format!(", got {told}: {} too many", told.saturating_sub(limit)))
}

impl From<Full> for Unread {
    fn from(full: Full) -> Self {
        match full {
            Full::Sender => Self::NoShare,
            Full::Everybody => Self::NoRoom,
        }
    }
}

impl Unread {
    /// The status and the code; `broken_off` is the code for a body that cannot be used.
    #[must_use]
    pub const fn code(&self, broken_off: &'static str) -> (StatusCode, &'static str) {
        match self {
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE"),
            Self::TooSlow { .. } => (StatusCode::REQUEST_TIMEOUT, "BODY_TOO_SLOW"),
            Self::BrokeOff(_) => (StatusCode::BAD_REQUEST, broken_off),
            Self::TooManySlow(_) | Self::NoShare => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"),
            Self::NoRoom => (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE"),
            Self::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"),
        }
    }

    /// When to retry, if that helps.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManySlow(_) | Self::NoShare | Self::NoRoom => Some(COME_AGAIN),
            Self::TooLarge { .. } | Self::TooSlow { .. } | Self::BrokeOff(_) | Self::Broken => None,
        }
    }

    /// The response outside of ingestion.
    pub fn answer(&self) -> Response {
        let (status, code) = self.code("BAD_USER_INPUT");
        let mut response = failure(status, code, &self.to_string());
        if let Some(after) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
        }
        response
    }
}
