//! OTLP over HTTP: `POST /v1/logs`, `/v1/traces` and `/v1/metrics`.
use super::answer::{self, Code};
use super::{Format, Signal};
use crate::Ingest;
use crate::body::Encoding;
use crate::http::value_of;
use crate::refusal::Refusal;
use crate::service::Shipment;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::{OrgId, Producer};
use web::intake::Sender;

/// The header that names the organization, for keys of the platform.
pub const ORG_HEADER: &str = "tachograph-org";

const PROTOBUF: &str = "application/x-protobuf";
const JSON: &str = "application/json";
/// The content types that are understood.
const TYPES: &str = "application/x-protobuf or application/json";
/// The content encodings.
const ENCODINGS: &str = "gzip, deflate, zstd or none";

/// Handles one request of a sender that was identified.
pub async fn accept(ingest: &Ingest, producer: &Producer, signal: Signal, headers: &HeaderMap, body: Body) -> Response {
    match answer(ingest, producer, signal, headers, body).await {
        Ok(response) => response,
        Err(refusal) => {
            let refused = refusal.answer();
            let message = answer::message(&refused);
            refused.respond(status_body(headers, refused.status, &message))
        }
    }
}

async fn answer(
    ingest: &Ingest,
    producer: &Producer,
    signal: Signal,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let format = format_of(headers).map_err(|found| Refusal::UnsupportedType { expected: TYPES, found })?;
    let encoding = encoding_of(headers, &header::CONTENT_ENCODING)?;
    let limit = ingest.options().max_body_bytes;
    ingest.has_room().map_err(Refusal::Ingest)?;
    let body = ingest.intake().receive(&Sender::key(producer), headers, body, limit).await.map_err(Refusal::Unread)?;
    let shipment = Shipment { signal, format, encoding, org_id: org_of(headers), body };
    let refusals = ingest.take_export(producer, shipment).await.map_err(|refused| Refusal::of(refused, ingest))?;
    Ok(with_type(format, answer::stored(signal, format, &refusals)).into_response())
}

/// Rejects a request before it is read, such as for a lack of credentials.
pub fn refuse(headers: &HeaderMap, status: StatusCode, code: &str, message: &str) -> Response {
    (status, status_body(headers, status, &format!("{code}: {message}"))).into_response()
}

/// Whether a request is in protobuf.
#[must_use]
pub fn is_protobuf(headers: &HeaderMap) -> bool {
    format_of(headers) == Ok(Format::Protobuf)
}

/// A status in the format of the request; in JSON if that is not understood.
fn status_body(headers: &HeaderMap, status: StatusCode, message: &str) -> impl axum::response::IntoResponse + use<> {
    let format = format_of(headers).unwrap_or(Format::Json);
    with_type(format, answer::status(format, Code::of(status), message))
}

fn with_type(format: Format, body: Vec<u8>) -> ([(HeaderName, HeaderValue); 1], Vec<u8>) {
    let content_type = match format {
        Format::Protobuf => PROTOBUF,
        Format::Json => JSON,
    };
    ([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))], body)
}

/// The format of a request, or the content type that is none.
fn format_of(headers: &HeaderMap) -> Result<Format, String> {
    let value = value_of(headers, &header::CONTENT_TYPE);
    match value.split(';').next().unwrap_or("").trim() {
        PROTOBUF | "application/protobuf" => Ok(Format::Protobuf),
        JSON => Ok(Format::Json),
        other => Err(other.to_owned()),
    }
}

/// The encoding that a header names.
pub(super) fn encoding_of(headers: &HeaderMap, name: &HeaderName) -> Result<Encoding, Refusal> {
    match value_of(headers, name).as_str() {
        "" | "identity" => Ok(Encoding::Identity),
        "gzip" | "x-gzip" => Ok(Encoding::Gzip),
        "deflate" => Ok(Encoding::Deflate),
        "zstd" => Ok(Encoding::Zstd),
        other => Err(Refusal::UnsupportedEncoding { expected: ENCODINGS, found: other.to_owned() }),
    }
}

/// The organization that a request names. Whether it is a valid id is checked with the records.
pub(super) fn org_of(headers: &HeaderMap) -> Option<OrgId> {
    let value = std::str::from_utf8(headers.get(ORG_HEADER)?.as_bytes()).ok()?.trim();
    (!value.is_empty()).then(|| OrgId::from(value))
}
