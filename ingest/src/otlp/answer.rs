//! The answers of OTLP: how many records were refused and why, or what is wrong with the whole request, in the
//! format of the request.
use super::export::Refusals;
use super::{Format, Signal};
use crate::refusal::Answer;
use axum::http::StatusCode;
use serde_json::json;

/// The answer to a request whose events are stored.
pub(super) fn stored(signal: Signal, format: Format, refusals: &Refusals) -> Vec<u8> {
    let (rejected, message) = (refusals.records, refusals.message());
    match format {
        Format::Json if rejected == 0 => b"{}".to_vec(),
        // Whole numbers of 64 bits are texts in the JSON of protobuf.
        Format::Json => {
            let partial = json!({signal.rejected(): rejected.to_string(), "errorMessage": message});
            json!({"partialSuccess": partial}).to_string().into_bytes()
        }
        Format::Protobuf if rejected == 0 => Vec::new(),
        // The three answers have the same fields.
        Format::Protobuf => {
            let mut partial = Vec::new();
            put_number(&mut partial, 1, rejected);
            put_bytes(&mut partial, 2, message.as_bytes());
            let mut answer = Vec::new();
            put_bytes(&mut answer, 1, &partial);
            answer
        }
    }
}

/// A `google.rpc.Status`, which is what senders of OTLP expect in place of an answer.
pub(super) fn status(format: Format, code: Code, message: &str) -> Vec<u8> {
    match format {
        Format::Json => json!({"code": code as u8, "message": message}).to_string().into_bytes(),
        Format::Protobuf => status_message(code, message),
    }
}

fn status_message(code: Code, message: &str) -> Vec<u8> {
    let mut status = Vec::new();
    put_number(&mut status, 1, code as u64);
    put_bytes(&mut status, 2, message.as_bytes());
    status
}

/// The same with the time after which to retry, for a sender that uses gRPC.
pub(super) fn status_with_retry(code: Code, message: &str, retry_seconds: u64) -> Vec<u8> {
    let (mut delay, mut retry, mut any) = (Vec::new(), Vec::new(), Vec::new());
    put_number(&mut delay, 1, retry_seconds);
    put_bytes(&mut retry, 1, &delay);
    put_bytes(&mut any, 1, b"type.googleapis.com/google.rpc.RetryInfo");
    put_bytes(&mut any, 2, &retry);
    let mut status = status_message(code, message);
    put_bytes(&mut status, 3, &any);
    status
}

/// The codes of gRPC that are used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Code {
    InvalidArgument = 3,
    NotFound = 5,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    Unauthenticated = 16,
}

impl Code {
    /// The code for a status of HTTP. Senders retry what is unavailable, and nothing else.
    pub(super) fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthenticated,
            StatusCode::FORBIDDEN => Self::PermissionDenied,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Self::ResourceExhausted,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::Unimplemented,
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Self::Unavailable
            }
            _ if status.is_client_error() => Self::InvalidArgument,
            _ => Self::Internal,
        }
    }
}

/// The message for a refused request: our code, which says more than those of gRPC, and what was expected.
pub(super) fn message(answer: &Answer) -> String {
    format!("{}: {}", answer.code, answer.message)
}

fn put_varint(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

fn put_number(to: &mut Vec<u8>, field: u64, value: u64) {
    put_varint(to, field << 3);
    put_varint(to, value);
}

fn put_bytes(to: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    put_varint(to, field << 3 | 2);
    put_varint(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}
