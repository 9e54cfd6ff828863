//! A GraphQL client for the measured server.
use crate::server::Server;
use crate::wire::{self, Door, Wire};
use anyhow::{Result, bail};
use serde_json::{Value, json};
use std::time::Duration;

/// A connection with an access token.
#[derive(Debug)]
pub(crate) struct Asker {
    door: Door,
    wire: Wire,
    token: String,
}

impl Asker {
    pub(crate) async fn new(server: &Server, role: &str, org: Option<&str>) -> Result<Self> {
        let door = server.door();
        Ok(Self { token: server.token(role, org).await?, wire: Wire::open(&door).await?, door })
    }

    /// Replaces the connection, which may be broken, by a new one.
    pub(crate) async fn reconnect(&mut self) -> Result<()> {
        self.wire = Wire::open(&self.door).await?;
        Ok(())
    }

    /// A request, ready to be sent repeatedly.
    pub(crate) fn prepare(&self, query: &str, variables: &Value) -> Vec<u8> {
        self.prepare_one_of(query, None, variables)
    }

    /// The same for a document with several operations.
    pub(crate) fn prepare_one_of(&self, document: &str, operation: Option<&str>, variables: &Value) -> Vec<u8> {
        let body = json!({"query": document, "operationName": operation, "variables": variables}).to_string();
        wire::post("/graphql", Some(&self.token), &body)
    }

    /// The data of the response; fails if there are errors.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Value> {
        let (status, body) = self.wire.send(request).await?;
        let mut answer: Value = serde_json::from_slice(&body)?;
        if status != 200 || answer.get("errors").is_some() {
            bail!("GraphQL answered {status}: {answer}");
        }
        Ok(answer["data"].take())
    }

    /// Whether the response has a value at this path, regardless of errors.
    pub(crate) async fn finds(&mut self, request: &[u8], pointer: &str) -> Result<bool> {
        let (_, body) = self.wire.send(request).await?;
        let answer: Value = serde_json::from_slice(&body)?;
        Ok(answer.pointer(pointer).is_some_and(|value| !value.is_null()))
    }
}

/// Whether the body contains these bytes.
pub(crate) fn has(body: &[u8], wanted: &str) -> bool {
    body.windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

/// Waits until every stored event is projected.
pub(crate) async fn wait_until_projected(server: &Server) -> Result<()> {
    let mut asker = Asker::new(server, "SUPER_ADMIN", None).await?;
    let request = asker.prepare("{ pipeline { queueDepth } }", &json!({}));
    while asker.ask(&request).await?["pipeline"]["queueDepth"].as_i64() != Some(0) {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}
