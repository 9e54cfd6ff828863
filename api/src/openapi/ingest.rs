//! The endpoint for sending events.
use super::describe::{KEY, Route, named, post};
use super::payload::Event;
use super::schemas::EventBatch;
use ingest::IngestAnswer;

const TAG: &str = "Events";

pub(super) fn routes() -> Vec<Route> {
    vec![
        post(TAG, "/v1/events", "Store events")
            .tells(
                "Each event is validated by itself: valid ones are stored, the others are listed in errors. Events \
                 acknowledged with 200 survive a crash; sending them again changes nothing. Bodies may be compressed.",
            )
            .by([KEY])
            .header("Content-Encoding", "gzip, zstd or omitted.")
            .takes(&[("application/json", named::<EventBatch>()), ("application/x-ndjson", named::<Event>())])
            .answers("200", "The outcome of the events", "application/json", named::<IngestAnswer>())
            .refuses("400", "UNREADABLE_BODY: nothing was stored")
            .refuses("401", "UNAUTHENTICATED: expected an ingest key that is neither revoked nor expired")
            .refuses("403", "FORBIDDEN: a person's access token is not an ingest key")
            .refuses("408", "BODY_TOO_SLOW: the body did not arrive in time")
            .refuses("413", "BODY_TOO_LARGE or TOO_MANY_EVENTS: send smaller batches")
            .refuses("415", "UNSUPPORTED_MEDIA_TYPE or UNSUPPORTED_ENCODING")
            .refuses("429", "QUEUE_FULL or RATE_LIMITED: retry after Retry-After seconds")
            .refuses("503", "UNAVAILABLE: retry after Retry-After seconds")
            .done(),
    ]
}
