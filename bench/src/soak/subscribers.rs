//! Clients that subscribe to the live counts, as every open dashboard page does.
use super::fleet::Fleet;
use super::ledger::Ledger;
use crate::live::clients::{Socket, connect};
use crate::live::hello;
use anyhow::{Result, bail};
use futures_util::StreamExt as _;
use generator::OrgSpec;
use serde_json::Value;
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

/// Connects this many, alternating between API servers and organizations; disconnected when dropped.
pub(super) async fn gather(
    fleet: &Fleet,
    orgs: &[OrgSpec],
    clients: usize,
    ledger: &Arc<Ledger>,
) -> Result<JoinSet<()>> {
    let mut greetings = Vec::new();
    for org in orgs {
        greetings.push(hello(&fleet.api(0).token("MANAGER", Some(&org.id)).await?));
    }
    let mut listening = JoinSet::new();
    for number in 0..clients {
        let greeting = &greetings[number / 2 % greetings.len()];
        let socket = connect(fleet.api(number).address, "/graphql/ws", number, greeting).await?;
        let ledger = Arc::clone(ledger);
        listening.spawn(async move {
            // It ends only with an error: to stop listening, the task is dropped.
            if let Err(error) = listen(socket, &ledger).await {
                ledger.failed("subscriber", &error);
            }
        });
    }
    Ok(listening)
}

async fn listen(mut socket: Socket, ledger: &Ledger) -> Result<()> {
    while let Some(message) = socket.next().await {
        match message? {
            Message::Text(text) => {
                let message: Value = serde_json::from_str(&text)?;
                match message["type"].as_str() {
                    Some("next") if message["payload"].get("errors").is_none() => ledger.hear(),
                    Some("connection_ack" | "pong") => {}
                    _ => bail!("was sent {text}"),
                }
            }
            Message::Close(reason) => bail!("the server closed the connection: {reason:?}"),
            _ => {}
        }
    }
    bail!("the connection ended")
}
