//! HTTPS without a proxy: the cost of the same requests over kept-alive connections, by plain HTTP with a key
//! and by HTTPS with a client certificate; and how a storm of handshakes affects others.
use crate::Settings;
use crate::data::{self, Plan};
use crate::fairness::{CALM, calm};
use crate::graphql;
use crate::load;
use crate::place::Place;
use crate::process::cpu_seconds;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::wire::{self, Door, Wire};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use store::Clock;
use tempfile::TempDir;
use testkit::authority::{Authority, Client};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

/// The organization whose events are sent.
const ORG: &str = "bench-tls";
/// Requests per round, and the connections they are sent over.
const REQUESTS: u32 = 10_000;
const CONNECTIONS: usize = 8;
/// The rounds of each side, alternating; their sums are compared.
const ROUNDS: usize = 2;
/// The rate of handshakes in the storm per second, and its duration in seconds at scale 1.
const STORM_RATE: u32 = 200;
const STORM_SECONDS: u32 = 30;
/// The maximum latency for others meanwhile, in milliseconds.
const ALLOWED: (&str, f64) = ("what is allowed", 250.0);

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let files = Files::new()?;
    costs(settings, &files, report).await?;
    storm(settings, &files, report).await
}

/// The files of an HTTPS server, and its clients.
struct Files {
    _folder: TempDir,
    flags: Vec<String>,
    /// A client without a certificate.
    person: Client,
    /// A producer that does a full handshake for each connection.
    producer: Client,
}

impl Files {
    fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("tachograph-bench-").tempdir()?;
        let (servers, clients) = (Authority::new("servers")?, Authority::new("clients")?);
        let own = servers.server()?;
        let agent = clients.client("agent", None, &[&format!("tachograph:org:{ORG}")])?;
        let mut flags = Vec::new();
        for (flag, text) in [
            ("tls-cert", &own.certificate),
            ("tls-key", &own.key),
            ("ingest-client-ca", &clients.pem()),
            ("ingest-client-crl", &clients.revoking(&[])?),
        ] {
            let path = folder.path().join(flag);
            fs::write(&path, text)?;
            flags.extend([format!("--{flag}"), text_of(&path)?]);
        }
        let (person, producer) = (Client::new(&servers, None)?, Client::forgetful(&servers, Some(&agent))?);
        Ok(Self { _folder: folder, flags, person, producer })
    }

    async fn start(&self, settings: &Settings, command: &str, url: &str) -> Result<Server> {
        let flags: Vec<&str> = self.flags.iter().map(String::as_str).collect();
        Server::start_over(&settings.binary, command, url, &flags, Some(self.person.clone())).await
    }

    /// How a producer connects.
    fn producer(&self, server: &Server) -> Door {
        Door { client: Some(self.producer.clone()), ..server.door() }
    }
}

fn text_of(path: &Path) -> Result<String> {
    Ok(path.to_str().context("a path that is no text")?.to_owned())
}

/// Two servers on one database, measured alternately.
async fn costs(settings: &Settings, files: &Files, report: &mut Report) -> Result<()> {
    let place = Place::new(settings.engine).await?;
    let plain = Server::start(&settings.binary, "api", &place.url).await?;
    let secured = files.start(settings, "api", &place.url).await?;
    let (by_key, by_certificate) = (plain.door(), files.producer(&secured));
    let (mut cost, mut ceiling) = (0.0, 0.0);
    let requests = settings.scaled(REQUESTS);
    // The first round of each side is a warm-up.
    for round in 0..=ROUNDS {
        let one = send(&plain, &by_key, "key", round, requests).await?;
        let other = send(&secured, &by_certificate, "certificate", round, requests).await?;
        if round > 0 {
            ceiling += one;
            cost += other;
        }
    }
    let each = 1_000_000.0 / (ROUNDS * requests) as f64;
    report.add(Figure {
        engine: settings.engine,
        bench: "tls",
        name: "a request with a certificate, kept, of the processor".to_owned(),
        value: cost * each,
        unit: "µs",
        ceiling: Some(("plain HTTP with a key", ceiling * each)),
    });
    Ok(())
}

/// Sends this many requests of one event each, one at a time, alternating between connections; returns the CPU
/// seconds that the server used. Concurrent requests would share a varying number of commits, which has a
/// larger effect than what is compared.
async fn send(server: &Server, door: &Door, mark: &str, round: usize, requests: usize) -> Result<f64> {
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Wire::open(door).await?);
    }
    let at = Clock::system().now().to_chrono().unwrap_or_default().to_rfc3339();
    let before = cpu_seconds(server.pid())?;
    for number in 0..requests {
        let (wire, session) = (&mut connections[number % CONNECTIONS], format!("{mark}-{round}"));
        let event = json!({
            "event_id": format!("{session}-{number}"), "org_id": ORG, "occurred_at": at,
            "event_type": "message_created", "session_id": session, "user_id": "user-0001",
            "payload": {"actor": "user", "text": "please fix the build"},
        });
        let body = json!({"events": [event]}).to_string();
        let request = match door.client {
            Some(_) => wire::post("/v1/events", None, &body),
            None => Server::events(&body),
        };
        let (status, answer) = wire.send(&request).await?;
        ensure!(status == 200 && graphql::has(&answer, "\"inserted\":1"), "events were answered {status}");
    }
    Ok(cpu_seconds(server.pid())? - before)
}

/// A calm organization over HTTPS, without and with a storm of handshakes by others.
async fn storm(settings: &Settings, files: &Files, report: &mut Report) -> Result<()> {
    let place = Place::new(settings.engine).await?;
    let server = files.start(settings, "serve", &place.url).await?;
    let today = Clock::system().now().day();
    let small = Plan { orgs: vec![CALM.to_owned()], events: 1_000, until: today, days: 30, users: 10, mark: "calm" };
    load::send(server.door(), 1, vec![Server::events(&data::body(&small.make()))]).await?;
    graphql::wait_until_projected(&server).await?;
    let time = Duration::from_secs(settings.scaled(STORM_SECONDS) as u64);
    let at_rest = calm::measure(&server, "rest", time).await?;
    let blowing = tokio::spawn(blow(files.producer(&server), time));
    let before = cpu_seconds(server.pid())?;
    let beside = calm::measure(&server, "beside", time).await?;
    let (done, failed) = blowing.await??;
    let took = cpu_seconds(server.pid())? - before;
    let mut add = |name: String, value: f64, unit: &'static str, ceiling: Option<(&'static str, f64)>| {
        report.add(Figure { engine: settings.engine, bench: "tls", name, value, unit, ceiling });
    };
    for (when, (light, ingest), ceiling) in [("at rest", at_rest, None), ("beside handshakes", beside, Some(ALLOWED))] {
        for (what, latencies) in [("a light question", light), ("ten events", ingest)] {
            for (label, q) in [("p50", 0.5), ("p95", 0.95)] {
                let ceiling = ceiling.filter(|_| q > 0.9);
                add(format!("{what} {when}, {label}"), latencies.quantile(q), "ms", ceiling);
            }
        }
    }
    let wanted = f64::from(STORM_RATE);
    add("handshakes meanwhile".to_owned(), load::rate(done, time), "a second", Some(("what was begun", wanted)));
    add("handshakes that failed".to_owned(), failed as f64, "", None);
    add("the server's processor meanwhile".to_owned(), 100.0 * took / time.as_secs_f64(), "% core", None);
    Ok(())
}

/// Starts handshakes at a steady rate, regardless of the state of earlier ones; returns how many succeeded and
/// how many failed.
async fn blow(door: Door, time: Duration) -> Result<(usize, usize)> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / STORM_RATE);
    // Late ticks are made up for, to keep the rate.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (began, mut all) = (Instant::now(), JoinSet::new());
    while began.elapsed() < time {
        ticks.tick().await;
        let door = door.clone();
        // The connection is used for a request, because only then has the server certainly completed the
        // handshake.
        all.spawn(async move {
            let (status, _) = Wire::open(&door).await?.send(&wire::get("/healthz")).await?;
            anyhow::Ok(status == 200)
        });
    }
    let ended = all.join_all().await;
    let done = ended.iter().filter(|outcome| matches!(outcome, Ok(true))).count();
    Ok((done, ended.len() - done))
}
