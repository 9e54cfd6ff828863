//! The messages of the protocol.
use super::close::Close;
use crate::error::ApiError;
use crate::graphql::body::weigh;
use async_graphql::Request;
use query::QueryError;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;
use web::intake::{Claim, Full};

/// The maximum length of an operation's id, in bytes: it is kept for as long as the operation lasts.
const MAX_ID: usize = 256;

/// A message from the client.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    /// Opens the conversation.
    ConnectionInit {
        /// The credential.
        payload: Option<Value>,
    },
    /// Starts an operation.
    Subscribe {
        /// The operation's id.
        id: String,
        /// The request.
        payload: Box<Request>,
    },
    /// Ends an operation.
    Complete {
        /// The operation's id.
        id: String,
    },
    /// Asks whether the server is alive.
    Ping {
        /// To be sent back.
        payload: Option<Value>,
    },
    /// Says that the client is alive.
    Pong,
}

/// The result of reading a message.
pub(super) enum Taken {
    /// The message and the memory claimed for it, to be held as long as anything that was parsed from it.
    Message(ClientMessage, Claim),
    /// The operation with this id is rejected; it was not even parsed.
    Refused(String, ApiError),
    /// An empty message.
    Nothing,
}

/// The part of a rejected message that is parsed; the rest is skipped.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "type")]
    kind: String,
    id: Option<String>,
}

/// When to retry if no memory is left.
const COME_AGAIN: Duration = Duration::from_secs(1);

/// Parses a message of at most `most` values, if there is memory for it.
///
/// # Errors
/// Why the connection must be closed: the message does not follow the protocol, or cannot be rejected by
/// itself.
pub(super) fn take(text: &[u8], most: usize, mut claim: Claim) -> Result<Taken, Close> {
    let full = |full| {
        let message = match full {
            Full::Sender => "your requests use all the memory that one caller may use; retry later",
            Full::Everybody => "the memory for requests is in use; this request was not processed; retry",
        };
        ApiError::Query(QueryError::RateLimited { message, retry_after: COME_AGAIN })
    };
    let weighed = claim.grow(text.len()).and_then(|()| weigh(text, most, &mut claim)).map_err(full);
    let error = match weighed {
        Ok(Ok(())) => {
            return ClientMessage::read(text).map(|message| Taken::Message(message, claim)).map_err(Close::BadMessage);
        }
        Ok(Err(error)) | Err(error) => error,
    };
    match serde_json::from_slice(text) {
        Ok(Head { kind, id: Some(id) }) if kind == "subscribe" && (1..=MAX_ID).contains(&id.len()) => {
            Ok(Taken::Refused(id, error))
        }
        Err(broken) => Err(Close::BadMessage(broken.to_string())),
        Ok(_) if matches!(error, ApiError::Query(QueryError::RateLimited { .. })) => {
            Err(Close::Unavailable(error.to_string()))
        }
        Ok(_) => Err(Close::BadMessage(error.to_string())),
    }
}

impl ClientMessage {
    /// Parses a message, or returns what is wrong with it.
    pub(super) fn read(text: &[u8]) -> Result<Self, String> {
        let message: Self = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        match &message {
            Self::Subscribe { id, .. } if id.is_empty() || id.len() > MAX_ID => {
                Err(format!("id: expected 1 to {MAX_ID} bytes"))
            }
            _ => Ok(message),
        }
    }
}

/// `connection_ack`.
pub(super) const ACK: &str = r#"{"type":"connection_ack"}"#;

/// `pong` with the payload of the ping.
pub(super) fn pong(payload: Option<&Value>) -> String {
    match payload {
        Some(payload) => format!(r#"{{"type":"pong","payload":{payload}}}"#),
        None => r#"{"type":"pong"}"#.to_owned(),
    }
}

/// A message about an operation; its payload is already serialized.
pub(super) fn about(id: &str, kind: &str, payload: Option<&str>) -> String {
    let id = Value::from(id);
    match payload {
        Some(payload) => format!(r#"{{"id":{id},"type":"{kind}","payload":{payload}}}"#),
        None => format!(r#"{{"id":{id},"type":"{kind}"}}"#),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read() {
        let read = |text: &str| ClientMessage::read(text.as_bytes());
        assert!(matches!(read(r#"{"type":"connection_init"}"#), Ok(ClientMessage::ConnectionInit { payload: None })));
        let subscribe = r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }","variables":null}}"#;
        assert!(matches!(read(subscribe), Ok(ClientMessage::Subscribe { id, .. }) if id == "1"));
        assert!(matches!(read(r#"{"type":"pong","payload":{"a":1}}"#), Ok(ClientMessage::Pong)));
        for text in ["", "[]", r#"{"type":"start"}"#, r#"{"id":"","type":"subscribe","payload":{"query":""}}"#] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_id_is_written_as_json() {
        assert_eq!(about("a\"b", "complete", None), r#"{"id":"a\"b","type":"complete"}"#);
    }
}
