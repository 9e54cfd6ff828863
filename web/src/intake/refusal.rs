//! Why a body was not taken.
use super::Full;
use crate::answer::failure;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use std::time::Duration;
use thiserror::Error;

/// When whoever finds no room may try again.
const COME_AGAIN: Duration = Duration::from_secs(1);

/// Why a body was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unread {
    /// It has too many bytes.
    #[error("the body: expected at most {limit} bytes{}", too_many(*limit, *told))]
    TooLarge {
        /// How many it may have.
        limit: usize,
        /// How many it said that it has.
        told: Option<usize>,
    },
    /// It does not arrive, or too slowly.
    #[error(
        "the body arrives too slowly: expected all of it within {} s, at {least_rate} bytes per second or more",
        deadline.as_secs_f64()
    )]
    TooSlow {
        /// Within what time it had to be there.
        deadline: Duration,
        /// How many bytes a second were expected.
        least_rate: u32,
    },
    /// It broke off.
    #[error("the body was cut off: {0}")]
    BrokeOff(String),
    /// The sender has so many others that do not arrive.
    #[error("{0} other bodies of the same sender are still arriving; retry when they have arrived")]
    TooManySlow(usize),
    /// The sender has its share of the memory.
    #[error("this sender's bodies use all the memory that one sender may use; retry later")]
    NoShare,
    /// The memory for bodies is in use.
    #[error("the memory for requests is in use; this request was not processed; retry")]
    NoRoom,
    /// Reading it failed through no fault of its own.
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
    /// Status and code; `broken_off` is the code of a body that cannot be used.
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

    /// When to try again, where that helps.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManySlow(_) | Self::NoShare | Self::NoRoom => Some(COME_AGAIN),
            Self::TooLarge { .. } | Self::TooSlow { .. } | Self::BrokeOff(_) | Self::Broken => None,
        }
    }

    /// The answer outside of ingest.
    pub fn answer(&self) -> Response {
        let (status, code) = self.code("BAD_USER_INPUT");
        let mut response = failure(status, code, &self.to_string());
        if let Some(after) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
        }
        response
    }
}
