//! How four clients that send the most expensive documents the limits allow affect others: the light queries
//! and the events of another organization.
pub(crate) mod calm;
mod dear;

use crate::data::{self, Plan};
use crate::load::{self, Latencies};
use crate::place::Place;
use crate::process::{cpu_seconds, memory_kib};
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::{Settings, graphql};
use anyhow::{Result, bail};
use dear::Dear;
use domain::Day;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::Clock;
use tokio::task::JoinSet;

/// The organization that sends expensive documents, and the one that should not be affected.
const BUSY: &str = "bench-busy";
pub(crate) const CALM: &str = "bench-calm";
/// A session of the maximum length.
const LONG: &str = "long";
/// The number of clients that send expensive documents.
const CALLERS: usize = 4;
/// The maximum latency of a light query or a few events meanwhile, in milliseconds.
const ALLOWED: (&str, f64) = ("what is allowed", 250.0);
/// The maximum CPU time of a document, in milliseconds.
const ALLOWED_CPU: (&str, f64) = ("what is allowed", 500.0);
/// How long the others are measured at scale 1, in seconds.
const SECONDS: u32 = 15;

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let place = Place::new(settings.engine).await?;
    let server = Server::start(&settings.binary, "serve", &place.url).await?;
    let today = Clock::system().now().day();
    report.note(&format!("fairness on {:?}: loading", settings.engine));
    fill(settings, &server, today).await?;
    let documents = dear::all(&server, today).await?;
    let mut add = |name: String, value: f64, unit: &'static str, ceiling: Option<(&'static str, f64)>| {
        report.add(Figure { engine: settings.engine, bench: "fairness", name, value, unit, ceiling });
    };
    for dear in &documents {
        let before = cpu_seconds(server.pid())?;
        dear.ask(&server).await?;
        let took = (cpu_seconds(server.pid())? - before) * 1_000.0;
        add(format!("{}, alone, of the server's processor", dear.name), took, "ms", Some(ALLOWED_CPU));
    }
    let time = Duration::from_secs(settings.scaled(SECONDS) as u64);
    let at_rest = calm::measure(&server, "rest", time).await?;
    let (mut busy, answered) = keep_busy(&server, &documents);
    let beside = calm::measure(&server, "beside", time).await?;
    if let Some(ended) = busy.try_join_next() {
        bail!("a caller with dear documents ended: {ended:?}");
    }
    drop(busy);
    for (when, (light, ingest), ceiling) in [("at rest", at_rest, None), ("beside four callers", beside, Some(ALLOWED))]
    {
        for (what, latencies) in [("a light question", light), ("ten events", ingest)] {
            for (label, q) in [("p50", 0.5), ("p95", 0.95)] {
                let ceiling = ceiling.filter(|_| q > 0.9);
                add(format!("{what} {when}, {label}"), latencies.quantile(q), "ms", ceiling);
            }
        }
    }
    let answered = answered.load(Ordering::Relaxed) as f64 / time.as_secs_f64();
    add("dear documents answered meanwhile".to_owned(), answered, "a second", None);
    add("most memory of the server".to_owned(), memory_kib(server.pid(), "VmHWM:")? / 1_024.0, "MiB", None);
    Ok(())
}

/// Fills an organization with 500 people and a year of events, including one session of 1 000 runs, and a small
/// organization.
async fn fill(settings: &Settings, server: &Server, today: Day) -> Result<()> {
    let events = settings.scaled(100_000);
    let (mark, orgs) = ("fair", vec![BUSY.to_owned()]);
    let plan = Plan { orgs, events, until: today, days: 360, users: 500, mark };
    let mut requests: Vec<Vec<u8>> =
        plan.make().chunks(1_000).map(|batch| Server::events(&data::body(batch))).collect();
    let small = Plan { orgs: vec![CALM.to_owned()], events: 1_000, until: today, days: 30, users: 10, mark: "calm" };
    requests.push(Server::events(&data::body(&small.make())));
    let at = Clock::system().now().to_chrono().unwrap_or_default().to_rfc3339();
    let run = |number: usize| {
        json!({
            "event_id": format!("{LONG}-{number}"), "org_id": BUSY, "occurred_at": at, "event_type": "run_completed",
            "session_id": LONG, "user_id": "user-0001", "run_id": format!("{LONG}-{number}"),
            "payload": {"status": "success", "duration_ms": 1_000, "cost": "0.1", "input_tokens": 10, "output_tokens": 1,
                "artifacts": {"files_changed": 2, "files": [["src/a.rs", 1, 2], ["src/b.rs", 3, 4]]}},
        })
    };
    requests.push(Server::events(&json!({"events": (0..1_000).map(run).collect::<Vec<_>>()}).to_string()));
    load::send(server.address, 4, requests).await?;
    graphql::wait_until_projected(server).await
}

/// Clients that send one document after another, and the number of responses; they stop when dropped.
fn keep_busy(server: &Server, documents: &[Dear]) -> (JoinSet<Result<()>>, Arc<AtomicU64>) {
    let answered = Arc::new(AtomicU64::new(0));
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let (address, answered) = (server.address, Arc::clone(&answered));
        // Each starts with a different one.
        let requests: Vec<Vec<u8>> =
            documents.iter().cycle().skip(caller).take(documents.len()).map(|dear| dear.request.clone()).collect();
        callers.spawn(async move {
            let mut wire = crate::wire::Wire::open(address).await?;
            for request in requests.iter().cycle() {
                wire.send(request).await?;
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        });
    }
    (callers, answered)
}

/// The latencies of light queries and of events.
pub(crate) type Both = (Latencies, Latencies);
