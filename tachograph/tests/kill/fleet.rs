//! Two api and two worker processes on one `PostgreSQL`, scaled as in the compose file.
use crate::check::Checked;
use crate::load::Load;
use crate::old;
use crate::process::Process;
use crate::until::until;
use crate::{BETWEEN, rounds};
use anyhow::{Context as _, Result, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use testkit::events;
use testkit::{Database, Engine};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// The maximum latency, among twenty, from one process to a subscriber of another. Only checked with many
/// rounds: next to all other tests, it would depend on the machine's load.
const HEARD_WITHIN: Duration = Duration::from_millis(250);

/// More than a quarter of a second.
const BETWEEN_EVENTS: Duration = Duration::from_millis(310);

struct Fleet {
    /// The first two serve, the others project.
    all: Vec<Process>,
}

impl Fleet {
    async fn start(db: &Database) -> Result<Self> {
        let mut all = Vec::new();
        for command in ["api", "api", "worker", "worker"] {
            // Retention runs for the whole test.
            let flags: &[&str] = match command {
                "worker" => &["--retention-every-seconds", "1", "--retention-rest", "30"],
                _ => &[],
            };
            all.push(Process::start_with(command, db.url(), flags).await?);
        }
        Ok(Self { all })
    }
}

#[test]
fn any_of_two_apis_and_two_workers_may_be_killed() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let mut fleet = Fleet::start(&db).await?;
        let load = Load::start_on(&[fleet.all[0].address(), fleet.all[1].address()], true);
        old::fill(fleet.all[0].address(), &db).await?;
        old::keep_less(db.url())?;
        for number in 0..rounds().max(4) {
            let member = number % 4;
            load.acknowledged(BETWEEN).await?;
            fleet.all[member].kill()?;
            // The remaining three continue.
            load.acknowledged(BETWEEN / 4).await?;
            fleet.all[member] = fleet.all[member].again().await?;
        }
        load.acknowledged(BETWEEN).await?;
        // Retention waits for organizations whose projection is behind, which on a slow machine they are for
        // as long as the load lasts.
        let acknowledged = load.stop().await?;
        until("old sessions are gone", async || Ok(old::left(&db).await? == 0)).await?;
        Checked { url: db.url(), acknowledged }.all().await
    })
}

#[test]
fn a_subscriber_of_one_api_hears_what_the_other_accepted() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let fleet = Fleet::start(&db).await?;
        let (here, there) = (fleet.all[0].address(), fleet.all[1].address());
        let client = reqwest::Client::new();
        let send = async |draft| {
            let request = client.post(format!("http://{here}/v1/events")).bearer_auth(generator::DEV_INGEST_KEY);
            let answer = request.json(&events::batch([draft])).send().await?;
            ensure!(answer.status().is_success(), "{}", answer.status());
            Ok(())
        };
        send(events::message("s").id("first")).await?;

        // The token comes from the process that the subscriber is not connected to: both have the same key.
        let person = json!({"sub": "mia", "role": "MANAGER", "org_id": "acme"});
        let answer = client.post(format!("http://{here}/dev/token")).json(&person).send().await?;
        let token: Value = answer.error_for_status()?.json().await?;
        let token = token["access_token"].as_str().context("a token")?;
        let known = json!({"query": r#"{ organization { session(id: "s") { id } } }"#});
        until("the session is known", async || {
            let answer = client.post(format!("http://{there}/graphql")).bearer_auth(token).json(&known).send().await?;
            let answer: Value = answer.json().await?;
            Ok(answer["data"]["organization"]["session"]["id"] == "s")
        })
        .await?;
        let mut following = follow(&format!("ws://{there}/graphql/ws"), token).await?;
        // The subscription is active when the first of these arrives.
        let mut number = 0;
        until("the subscriber hears", async || {
            number += 1;
            send(events::message("s").id(&format!("warm-{number}"))).await?;
            Ok(timeout(Duration::from_millis(500), heard(&mut following)).await.is_ok())
        })
        .await?;

        let mut waits = Vec::new();
        for number in 0..40 {
            if rounds() > 2 {
                // The latency is measured between two deliveries, of which there are at most four per second.
                tokio::time::sleep(BETWEEN_EVENTS).await;
            }
            let event = format!("event-{number}");
            let sent = Instant::now();
            send(events::message("s").id(&event)).await?;
            while heard(&mut following).await? != event {}
            waits.push(sent.elapsed());
        }
        waits.sort_unstable();
        let (median, p95) = (waits[waits.len() / 2], waits[waits.len() * 95 / 100]);
        eprintln!("from one api's answer to a subscriber of the other: median {median:.1?}, p95 {p95:.1?}");
        ensure!(rounds() <= 2 || p95 <= HEARD_WITHIN, "p95 {p95:?}, expected at most {HEARD_WITHIN:?}");
        Ok(())
    })
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Subscribes to the session.
async fn follow(url: &str, token: &str) -> Result<Socket> {
    let mut request = url.into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse()?);
    let (mut socket, _) = connect_async(request).await?;
    let hello = json!({"type": "connection_init", "payload": {"Authorization": format!("Bearer {token}")}});
    socket.send(Message::Text(hello.to_string().into())).await?;
    ensure!(next(&mut socket).await?["type"] == "connection_ack", "not let in");
    let query = r#"subscription { sessionEvents(sessionId: "s") { id } }"#;
    let subscribe = json!({"id": "1", "type": "subscribe", "payload": {"query": query}});
    socket.send(Message::Text(subscribe.to_string().into())).await?;
    Ok(socket)
}

/// The next message, as JSON.
async fn next(socket: &mut Socket) -> Result<Value> {
    loop {
        let message = socket.next().await.context("the socket was closed")??;
        if let Message::Text(text) = message {
            return Ok(serde_json::from_str(&text)?);
        }
    }
}

/// The next event that the subscriber receives.
async fn heard(socket: &mut Socket) -> Result<String> {
    loop {
        let message = next(socket).await?;
        ensure!(message["type"] != "error", "{message}");
        if message["type"] == "next" {
            let event = &message["payload"]["data"]["sessionEvents"]["id"];
            return Ok(event.as_str().with_context(|| format!("no event in {message}"))?.to_owned());
        }
    }
}
