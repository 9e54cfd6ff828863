//! A graphql-transport-ws client.
use crate::site::PATIENCE;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::net::SocketAddr;
use testkit::Result;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub(crate) struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    /// Opens a WebSocket with these headers in addition to the protocol.
    pub(crate) async fn open(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Self> {
        let mut all = vec![("sec-websocket-protocol", "graphql-transport-ws")];
        all.extend_from_slice(headers);
        Self::try_open(address, &all).await.map_err(|(status, body)| anyhow(&format!("refused: {status} {body}")))
    }

    /// Opens a WebSocket, or returns the status and body of the error response.
    pub(crate) async fn try_open(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Self, (u16, String)> {
        let mut request = format!("ws://{address}/graphql/ws").into_client_request().expect("an address");
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a header");
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self(stream)),
            Err(Error::Http(response)) => {
                let body = response.body().clone().unwrap_or_default();
                Err((response.status().as_u16(), String::from_utf8_lossy(&body).into_owned()))
            }
            Err(error) => Err((0, error.to_string())),
        }
    }

    /// Sends connection_init and waits for the acknowledgment.
    pub(crate) async fn introduce(&mut self, payload: Value) -> Result<()> {
        self.send(&json!({"type": "connection_init", "payload": payload})).await?;
        assert_eq!(self.next().await?, json!({"type": "connection_ack"}));
        Ok(())
    }

    pub(crate) async fn send(&mut self, message: &Value) -> Result<()> {
        self.text(&message.to_string()).await
    }

    pub(crate) async fn text(&mut self, text: &str) -> Result<()> {
        Ok(self.0.send(Message::Text(text.into())).await?)
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) -> Result<()> {
        self.send(&json!({"id": id, "type": "subscribe", "payload": {"query": query}})).await
    }

    /// The next message.
    pub(crate) async fn next(&mut self) -> Result<Value> {
        loop {
            match timeout(PATIENCE, self.0.next()).await?.ok_or_else(|| anyhow("the connection ended"))?? {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Ping(_) | Message::Pong(_) => {}
                other => return Err(anyhow(&format!("not a text: {other:?}"))),
            }
        }
    }

    /// The data of the next message, which must be a response.
    pub(crate) async fn data(&mut self) -> Result<Value> {
        let mut message = self.next().await?;
        assert_eq!(message["type"], "next", "{message}");
        assert!(message["payload"].get("errors").is_none(), "{message}");
        Ok(message["payload"]["data"].take())
    }

    /// Reads live counts until one has this value of `running`.
    pub(crate) async fn running(&mut self, wanted: i64) -> Result<()> {
        while self.data().await?["liveRunCounts"]["running"] != json!(wanted) {}
        Ok(())
    }

    /// The code of the error that ends an operation.
    pub(crate) async fn error(&mut self) -> Result<String> {
        let message = self.next().await?;
        assert_eq!(message["type"], "error", "{message}");
        Ok(message["payload"][0]["extensions"]["code"].as_str().unwrap_or("?").to_owned())
    }

    /// The close code and reason; messages before it are skipped.
    pub(crate) async fn closed(&mut self) -> Result<(u16, String)> {
        loop {
            match timeout(PATIENCE, self.0.next()).await? {
                Some(Ok(Message::Close(Some(frame)))) => return Ok((frame.code.into(), frame.reason.to_string())),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Err(anyhow("ended without a word")),
            }
        }
    }
}

fn anyhow(text: &str) -> anyhow::Error {
    anyhow::Error::msg(text.to_owned())
}
