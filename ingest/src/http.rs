//! `POST /v1/events`: headers and status codes around [`Ingest`].
use super::Ingest;
use super::body::{Encoding, Format};
use super::refusal::Refusal;
use super::service::Parcel;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use domain::Producer;
use domain::Source;
use serde_json::json;
use web::intake::Sender;

/// The content types that are understood.
const TYPES: &str = "application/json or application/x-ndjson";
/// The content encodings.
const ENCODINGS: &str = "gzip, zstd or none";

/// Handles one request.
pub async fn accept(ingest: &Ingest, producer: &Producer, headers: &HeaderMap, body: Body) -> Response {
    match answer(ingest, producer, headers, body).await {
        Ok(response) => response,
        Err(refusal) => {
            let answer = refusal.answer();
            let body = json!({"code": answer.code, "message": answer.message});
            answer.respond(axum::Json(body))
        }
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

/// The value of a header in lower case, empty if there is none. One that occurs twice has both values.
pub(super) fn value_of(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?").trim());
    values.collect::<Vec<_>>().join(", ").to_ascii_lowercase()
}

fn format_of(headers: &HeaderMap) -> Result<Format, Refusal> {
    let value = value_of(headers, &header::CONTENT_TYPE);
    match value.split(';').next().unwrap_or("").trim() {
        "application/json" => Ok(Format::Json),
        "application/x-ndjson" | "application/ndjson" => Ok(Format::NdJson),
        other => Err(Refusal::UnsupportedType { expected: TYPES, found: other.to_owned() }),
    }
}

fn encoding_of(headers: &HeaderMap) -> Result<Encoding, Refusal> {
    match value_of(headers, &header::CONTENT_ENCODING).as_str() {
        "" | "identity" => Ok(Encoding::Identity),
        "gzip" | "x-gzip" => Ok(Encoding::Gzip),
        "zstd" => Ok(Encoding::Zstd),
        other => Err(Refusal::UnsupportedEncoding { expected: ENCODINGS, found: other.to_owned() }),
    }
}
