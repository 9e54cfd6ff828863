//! Silent connections are closed, active ones are not.
use crate::site::{HASTE, Length, Site};
use api::Patience;
use domain::Role;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use std::time::Duration;
use testkit::events::{batch, run_started};
use testkit::on_both_engines;
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

const SHORT: Patience =
    Patience { head: Duration::from_millis(400), idle: Duration::from_millis(800), reading: Duration::from_secs(10) };

const ALIVE: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

on_both_engines!(silent_connections_end, |db| async {
    let site = Site::with(&db, HASTE, SHORT).await?;
    for said in ["", "GET /heal", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-More: "] {
        let mut line = site.line().await?;
        line.send(said.as_bytes()).await?;
        line.is_ended().await;
    }
    // After a response, the next request may start later, but must still be completed as quickly.
    for said in ["", "GET /heal"] {
        let mut line = site.line().await?;
        line.send(ALIVE).await?;
        assert_eq!(line.answer().await?.status, 200);
        line.send(ALIVE).await?;
        assert_eq!(line.answer().await?.status, 200);
        line.send(said.as_bytes()).await?;
        line.is_ended().await;
    }
    let mut half = site.begin("/graphql", None, Length::Known(1_000)).await?;
    half.send(b"{\"query\":\"").await?;
    assert_eq!(half.answer().await?.status, 408);
    half.is_ended().await;
    Ok(())
});

on_both_engines!(a_head_that_drips_is_ended, |db| async {
    let site = Site::with(&db, HASTE, SHORT).await?;
    let (mut reading, mut writing) = site.line().await?.0.into_split();
    let drip = tokio::spawn(async move {
        let mut tick = tokio::time::interval(Duration::from_millis(10));
        while tokio::io::AsyncWriteExt::write_all(&mut writing, b"G").await.is_ok() {
            tick.tick().await;
        }
    });
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(30), tokio::io::AsyncReadExt::read_to_end(&mut reading, &mut rest)).await;
    drop(ended.expect("it ends"));
    drip.abort();
    Ok(())
});

on_both_engines!(streams_and_websockets_outlive_the_patience_with_requests, |db| async {
    let site = Site::with(&db, HASTE, SHORT).await?;
    let token = site.as_role(Role::Manager).user("ada").token().await?;
    let bearer = format!("Bearer {token}");
    let mut request = format!("ws://{}/graphql/ws", site.address).into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("graphql-transport-ws"));
    request.headers_mut().insert("authorization", HeaderValue::from_str(&bearer)?);
    let (mut socket, _) = connect_async(request).await?;
    socket.send(Message::Text(json!({"type": "connection_init"}).to_string().into())).await?;
    let said = timeout(Duration::from_secs(30), socket.next()).await?.expect("a message")?;
    assert!(said.to_text()?.contains("connection_ack"), "{said}");

    let query = json!({"query": "subscription { liveRunCounts { running } }"}).to_string();
    let mut stream = site.begin("/graphql/stream", Some(&token), Length::Known(query.len())).await?;
    stream.send(query.as_bytes()).await?;
    let mut heard = Vec::new();
    stream.hears(&mut heard, "\"running\":0").await?;
    // As long as it takes for two silent connections to be closed, one after another.
    for _ in 0..2 {
        let mut silent = site.line().await?;
        silent.send(ALIVE).await?;
        silent.is_ended().await;
    }
    socket.send(Message::Text(json!({"type": "ping"}).to_string().into())).await?;
    let said = timeout(Duration::from_secs(30), socket.next()).await?.expect("a message")?;
    assert!(said.to_text()?.contains("pong"), "{said}");
    let event = batch([run_started("s", "r").org("acme").at("2026-03-02T11:59:00Z")]).to_string();
    let taken = site.send_line("/v1/events", Some(testkit::app::DEV_KEY), event.as_bytes()).await?;
    assert!(taken.status == 200 && taken.body.contains("\"inserted\":1"), "{taken:?}");
    worker::Worker::new(db.store().clone(), worker::WorkerOptions::default())?.drain().await?;
    stream.hears(&mut heard, "\"running\":1").await
});
