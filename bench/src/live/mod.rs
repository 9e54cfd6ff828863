//! Subscribers to one organization's live counts: how long a change takes to reach the last of them, and how
//! much memory each one costs. The ceiling is a server that does nothing but send the same bytes to as many
//! WebSockets over the same stack.

pub(crate) mod clients;
pub(crate) mod fan_out;

use crate::Settings;
use crate::load::Latencies;
use crate::place::Place;
use crate::process::resident_mib;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::wire::{self, Wire};
use anyhow::{Result, ensure};
use clients::Crowd;
use fan_out::FanOut;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use std::time::{Duration, Instant};
use store::Clock;

const ORG: &str = "live";
const QUERY: &str = "subscription { liveRunCounts { at running activeSessions startedLastMinute completedToday
    failedToday successRateToday costTodayUsd } }";
/// Longer than a feed's minimum interval, so that no value is delayed by it.
const PAUSE: Duration = Duration::from_millis(300);
const ROUNDS: u32 = 40;

/// The results for one server.
struct Measured {
    /// From the request that makes a change until the last client has it.
    to_last: Latencies,
    /// From the first client until the last.
    spread: Latencies,
    kib_each: f64,
    /// The last message received by a client.
    sent: String,
}

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    allow_files(settings.clients)?;
    let rounds = settings.scaled(ROUNDS);
    let place = Place::new(settings.engine).await?;
    let server = Server::start(&settings.binary, "serve", &place.url).await?;
    let mut wire = Wire::open(server.address).await?;
    change(&mut wire, "first").await?;
    let token = server.token("MANAGER", Some(ORG)).await?;
    let hello = hello(&token);
    let before = resident_mib(server.pid())?;
    let crowd = Crowd::gather(server.address, "/graphql/ws", settings.clients, &hello).await?;
    let ours =
        follow(crowd, rounds, server.pid(), before, async |round| change(&mut wire, &format!("round-{round}")).await)
            .await?;
    drop(server);

    let server = FanOut::start().await?;
    let mut wire = Wire::open(server.address).await?;
    let tick = wire::post("/tick", None, &ours.sent);
    wire.send(&tick).await?;
    let before = resident_mib(server.pid())?;
    let crowd = Crowd::gather(server.address, "/ws", settings.clients, &[]).await?;
    let bare = follow(crowd, rounds, server.pid(), before, async |_| wire.send(&tick).await.map(|_| ())).await?;

    let mut add = |name: String, value, unit, bare| {
        let ceiling = Some(("bare fan-out", bare));
        report.add(Figure { engine: settings.engine, bench: "live", name, value, unit, ceiling });
    };
    let clients = settings.clients;
    for (label, q) in [("median", 0.5), ("p95", 0.95)] {
        let name = format!("POST to the last of {clients}, {label}");
        add(name, ours.to_last.quantile(q), "ms", bare.to_last.quantile(q));
        let name = format!("first to last of {clients}, {label}");
        add(name, ours.spread.quantile(q), "ms", bare.spread.quantile(q));
    }
    add("resident memory a client".to_owned(), ours.kib_each, "KiB", bare.kib_each);
    Ok(())
}

/// Makes changes, each after every client has received the previous one.
async fn follow(
    mut crowd: Crowd,
    rounds: usize,
    pid: u32,
    mib_before: f64,
    mut change: impl AsyncFnMut(usize) -> Result<()>,
) -> Result<Measured> {
    // The initial value that each client gets immediately.
    crowd.everybody().await?;
    tokio::time::sleep(PAUSE).await;
    let kib_each = (resident_mib(pid)? - mib_before) * 1_024.0 / crowd.len() as f64;
    let (mut to_last, mut spread) = (Latencies::new()?, Latencies::new()?);
    for round in 0..rounds {
        let began = Instant::now();
        change(round).await?;
        let (first, last) = crowd.everybody().await?;
        to_last.add(last.duration_since(began))?;
        spread.add(last.duration_since(first))?;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(Measured { to_last, spread, kib_each, sent: crowd.last_text() })
}

/// A client's first messages: its token, and its subscription to the counts.
pub(crate) fn hello(token: &str) -> [String; 2] {
    [
        json!({"type": "connection_init", "payload": {"token": token}}).to_string(),
        json!({"id": "1", "type": "subscribe", "payload": {"query": QUERY}}).to_string(),
    ]
}

/// Starts a new session, so that one more is active.
async fn change(wire: &mut Wire, session: &str) -> Result<()> {
    let at = Clock::system().now().to_chrono().unwrap_or_default().to_rfc3339();
    let event = json!({
        "event_id": session, "org_id": ORG, "occurred_at": at, "event_type": "message_created",
        "session_id": session, "user_id": "ada", "payload": {"actor": "user"},
    });
    let (status, body) = wire.send(&Server::events(&json!({"events": [event]}).to_string())).await?;
    ensure!(status == 200, "answered {status}: {}", String::from_utf8_lossy(&body));
    Ok(())
}

/// Every client is a file descriptor here and one in the server, which inherits the limit.
pub(crate) fn allow_files(clients: usize) -> Result<()> {
    let wanted = clients as u64 + 1_000;
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|current| current < wanted) {
        let maximum = limit.maximum;
        ensure!(
            maximum.is_none_or(|most| most >= wanted),
            "{clients} clients need {wanted} open files; raise the limit"
        );
        setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })?;
    }
    Ok(())
}
