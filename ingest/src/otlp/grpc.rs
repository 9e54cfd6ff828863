//! OTLP over gRPC: the `Export` methods of the three services.
//!
//! Each is a single request message with a single answer. The frame around them is five bytes and two trailers, so it
//! is read here: that way, bodies are received and decompressed like those of every other endpoint, with the same
//! limits, deadlines and memory budget.
use super::answer::{self, Code};
use super::http::{encoding_of, org_of};
use super::{Format, Signal};
use crate::Ingest;
use crate::body::Encoding;
use crate::measures::refused_request;
use crate::refusal::{Answer, Refusal};
use crate::service::Shipment;
use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use domain::Producer;
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use web::intake::{Received, Sender};

/// The beginning of the content types of gRPC.
pub const CONTENT_TYPE: &str = "application/grpc";

/// The length of what comes before a message: whether it is compressed, and its length in four bytes.
const PREFIX: usize = 5;
/// The encodings of messages that are understood.
const ENCODINGS: &str = "identity,gzip,deflate,zstd";

const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");
const GRPC_MESSAGE: HeaderName = HeaderName::from_static("grpc-message");
const GRPC_DETAILS: HeaderName = HeaderName::from_static("grpc-status-details-bin");
const GRPC_ENCODING: HeaderName = HeaderName::from_static("grpc-encoding");
const GRPC_ACCEPT_ENCODING: HeaderName = HeaderName::from_static("grpc-accept-encoding");

/// Handles one request of a sender that was identified.
pub async fn accept(ingest: &Ingest, producer: &Producer, signal: Signal, headers: &HeaderMap, body: Body) -> Response {
    match answer(ingest, producer, signal, headers, body).await {
        Ok(message) => respond(Reply::of(&message)),
        Err(refusal) => {
            let answer = refusal.answer();
            refused_request(answer.code);
            refused(&answer)
        }
    }
}

/// Rejects a request before it is read, such as for a lack of credentials.
#[must_use]
pub fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    only_trailers(Code::of(status), &format!("{code}: {message}"), None)
}

async fn answer(
    ingest: &Ingest,
    producer: &Producer,
    signal: Signal,
    headers: &HeaderMap,
    body: Body,
) -> Result<Vec<u8>, Refusal> {
    let named = encoding_of(headers, &GRPC_ENCODING)?;
    let limit = ingest.options().max_body_bytes;
    ingest.has_room().map_err(Refusal::Ingest)?;
    let received = ingest.intake().receive(&Sender::key(producer), headers, body, limit.saturating_add(PREFIX)).await;
    let Received { mut bytes, claim } = received.map_err(Refusal::Unread)?;
    let encoding = unframe(&mut bytes, named)?;
    let body = Received { bytes, claim };
    let shipment = Shipment { signal, format: Format::Protobuf, encoding, org_id: org_of(headers), body };
    let refusals = ingest.take_export(producer, shipment).await.map_err(|refused| Refusal::of(refused, ingest))?;
    Ok(answer::stored(signal, Format::Protobuf, &refusals))
}

/// Takes the prefix off the only message of a request, and returns how the message is encoded.
pub(super) fn unframe(bytes: &mut Vec<u8>, named: Encoding) -> Result<Encoding, Refusal> {
    let unreadable = |message: &str| Refusal::Unreadable(message.to_owned());
    let Some(&[flag, ref length @ ..]) = bytes.first_chunk::<PREFIX>() else {
        return Err(unreadable("expected a message"));
    };
    if usize::try_from(u32::from_be_bytes(*length)).ok() != Some(bytes.len() - PREFIX) {
        return Err(unreadable("expected exactly one message, of the length that its prefix tells"));
    }
    let encoding = match flag {
        0 => Encoding::Identity,
        1 if named == Encoding::Identity => {
            return Err(unreadable("the message is compressed, and grpc-encoding is not set"));
        }
        1 => named,
        _ => return Err(unreadable("expected the prefix of a message to begin with 0 or 1")),
    };
    bytes.drain(..PREFIX);
    Ok(encoding)
}

fn refused(answer: &Answer) -> Response {
    let (code, message) = (Code::of(answer.status), answer::message(answer));
    // Without it, senders drop the records instead of sending them again.
    let details = answer.retry_seconds().map(|seconds| answer::status_with_retry(code, &message, seconds));
    only_trailers(code, &message, details)
}

/// An answer without a message: its trailers are sent in place of its headers.
fn only_trailers(code: Code, message: &str, details: Option<Vec<u8>>) -> Response {
    let mut response = respond(Reply { message: None, trailers: None });
    let headers = response.headers_mut();
    headers.insert(GRPC_STATUS, HeaderValue::from(code as u16));
    if let Ok(message) = HeaderValue::try_from(percent_encoded(message)) {
        headers.insert(GRPC_MESSAGE, message);
    }
    if let Some(Ok(details)) = details.map(|details| HeaderValue::try_from(STANDARD_NO_PAD.encode(details))) {
        headers.insert(GRPC_DETAILS, details);
    }
    response
}

fn respond(reply: Reply) -> Response {
    let mut response = Response::new(Body::new(reply));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
    headers.insert(GRPC_ACCEPT_ENCODING, HeaderValue::from_static(ENCODINGS));
    response
}

/// A text of printable ASCII characters, as gRPC encodes it.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if matches!(byte, b' '..=b'~') && byte != b'%' {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The body of an answer: a message, and the trailers that say that all went well.
struct Reply {
    message: Option<Bytes>,
    trailers: Option<HeaderMap>,
}

impl Reply {
    fn of(message: &[u8]) -> Self {
        let mut framed = Vec::with_capacity(PREFIX + message.len());
        framed.push(0);
        framed.extend_from_slice(&u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes());
        framed.extend_from_slice(message);
        let trailers = HeaderMap::from_iter([(GRPC_STATUS, HeaderValue::from_static("0"))]);
        Self { message: Some(framed.into()), trailers: Some(trailers) }
    }
}

impl HttpBody for Reply {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let message = self.message.take().map(Frame::data);
        Poll::Ready(message.or_else(|| self.trailers.take().map(Frame::trailers)).map(Ok))
    }

    fn is_end_stream(&self) -> bool {
        self.message.is_none() && self.trailers.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.message.as_ref().map_or(0, |message| message.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_message_of_the_length_that_it_tells() {
        let unframed = |bytes: &[u8], named| {
            let mut bytes = bytes.to_vec();
            unframe(&mut bytes, named).map(|encoding| (encoding, bytes)).map_err(|refusal| refusal.answer().code)
        };
        assert_eq!(unframed(&[0, 0, 0, 0, 2, 7, 8], Encoding::Gzip), Ok((Encoding::Identity, vec![7, 8])));
        assert_eq!(unframed(&[1, 0, 0, 0, 1, 7], Encoding::Gzip), Ok((Encoding::Gzip, vec![7])));
        assert_eq!(unframed(&[0, 0, 0, 0, 0], Encoding::Identity), Ok((Encoding::Identity, vec![])));
        let none: [&[u8]; 6] = [
            &[],
            &[0, 0, 0, 0],
            &[0, 0, 0, 0, 2, 7],
            &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            &[2, 0, 0, 0, 1, 7],
            &[0, 0xff, 0xff, 0xff, 0xff, 7],
        ];
        for bytes in none {
            assert_eq!(unframed(bytes, Encoding::Gzip), Err("UNREADABLE_BODY"), "{bytes:?}");
        }
        assert_eq!(unframed(&[1, 0, 0, 0, 1, 7], Encoding::Identity), Err("UNREADABLE_BODY"));
    }

    #[test]
    fn messages_are_printable() {
        assert_eq!(percent_encoded("100 % é\n"), "100 %25 %C3%A9%0A");
    }
}
