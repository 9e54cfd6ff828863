//! The endpoint for sending events.
use super::describe::{KEY, Route, named, plain, post};
use super::payload::Event;
use super::schemas::EventBatch;
use ingest::IngestAnswer;
use ingest::otlp::Signal;
use utoipa::openapi::schema::Type;

const TAG: &str = "Events";

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
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
    ];
    routes.extend(Signal::ALL.into_iter().flat_map(|signal| [otlp(signal), otlp_by_grpc(signal)]));
    routes
}

/// OTLP over HTTP.
fn otlp(signal: Signal) -> Route {
    const STATUS: &str = "A google.rpc.Status in the format of the request, whose message begins with ";
    let status = |codes: &str| format!("{STATUS}{codes}");
    let (protobuf, json) = ("application/x-protobuf", "application/json");
    let summary = match signal {
        Signal::Logs => "Receive OTLP logs",
        Signal::Traces => "Receive OTLP traces",
        Signal::Metrics => "Receive OTLP metrics",
    };
    post(TAG, signal.path(), summary)
        .tells(
            "Events are made of the records of coding agents. Those that cannot be accepted are counted in \
             partial_success, and the others are stored; sending a record again changes nothing. Records that no \
             adapter knows are accepted and only counted. The answer has the format of the request.",
        )
        .by([KEY])
        .header("Content-Encoding", "gzip, deflate, zstd or omitted.")
        .header(
            "Tachograph-Org",
            "With a key of the platform, the organization of records whose resource has no attribute \
             tachograph.org_id.",
        )
        .takes(&[(protobuf, plain(Type::String)), (json, plain(Type::Object))])
        .answers("200", "The records are stored, but for those that it tells", json, plain(Type::Object))
        .answers("400", &status("UNREADABLE_BODY: nothing was stored"), json, plain(Type::Object))
        .answers("401", &status("UNAUTHENTICATED"), json, plain(Type::Object))
        .answers("403", &status("FORBIDDEN: a person's access token is not an ingest key"), json, plain(Type::Object))
        .answers("408", &status("BODY_TOO_SLOW"), json, plain(Type::Object))
        .answers("413", &status("BODY_TOO_LARGE"), json, plain(Type::Object))
        .answers("415", &status("UNSUPPORTED_MEDIA_TYPE or UNSUPPORTED_ENCODING"), json, plain(Type::Object))
        .answers("429", &status("QUEUE_FULL or RATE_LIMITED: see Retry-After"), json, plain(Type::Object))
        .answers("503", &status("UNAVAILABLE: see Retry-After"), json, plain(Type::Object))
        .done()
}

/// The same over gRPC.
fn otlp_by_grpc(signal: Signal) -> Route {
    let grpc = "application/grpc";
    post(TAG, signal.grpc_path(), "Receive OTLP over gRPC")
        .tells("The method Export of the service, over HTTP/2; metadata are the headers of OTLP over HTTP.")
        .by([KEY])
        .takes(&[(grpc, plain(Type::String))])
        .answers("200", "The answer, and its status in the trailers", grpc, plain(Type::String))
        .refuses("415", "UNSUPPORTED_MEDIA_TYPE: it is no gRPC")
        .done()
}
