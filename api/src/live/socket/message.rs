//! The messages of the protocol.
use async_graphql::Request;
use serde::Deserialize;
use serde_json::Value;

/// The most bytes of an operation's id: it is kept as long as the operation lasts.
const MAX_ID: usize = 256;

/// A message of the client.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    /// It introduces itself.
    ConnectionInit {
        /// Its credential.
        payload: Option<Value>,
    },
    /// It starts an operation.
    Subscribe {
        /// The operation.
        id: String,
        /// What it asks for.
        payload: Box<Request>,
    },
    /// It ends an operation.
    Complete {
        /// The operation.
        id: String,
    },
    /// It asks whether the server is there.
    Ping {
        /// To be sent back.
        payload: Option<Value>,
    },
    /// It is there.
    Pong,
}

impl ClientMessage {
    /// Reads a message; else what is wrong with it.
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

/// A message about an operation; its payload is written already.
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
