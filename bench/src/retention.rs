//! Durable events per second over HTTP, while a worker deletes old sessions.
use crate::data::{self, Plan};
use crate::load::{self, rate};
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::{Settings, ceiling, graphql};
use anyhow::{Result, ensure};
use domain::Day;
use std::time::{Duration, Instant};
use store::Clock;
use worker::{Worker, WorkerOptions};

const SENDERS: usize = 4;
const BATCH: usize = 1_000;
/// The age of the events to be deleted, in days.
const OLD: i32 = 60;
/// How long deletion is watched without load, and how often.
const ALONE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(500);

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let first = run(settings, "3650").await?;
    ensure!(first.gone == 0, "{} events left that were not old enough", first.gone);
    let beside = run(settings, "30").await?;
    // Once before and once after, because other load on the machine changes slowly.
    let second = run(settings, "3650").await?;
    ensure!(beside.gone > 0, "retention took nothing away meanwhile");
    let figure = |name: &str, value, unit, ceiling| Figure {
        engine: settings.engine,
        bench: "retention",
        name: name.to_owned(),
        value,
        unit,
        ceiling,
    };
    report.add(figure(
        "ingest beside retention",
        beside.ingest,
        "events/s",
        Some(("without", f64::midpoint(first.ingest, second.ingest))),
    ));
    report.add(figure("old events that left meanwhile", beside.gone as f64 / beside.seconds, "events/s", None));
    report.add(figure("old events that leave when nothing else is done", beside.alone, "events/s", None));
    Ok(())
}

/// One load, and what retention deleted during it and afterwards.
struct Run {
    /// Ingested events per second.
    ingest: f64,
    /// The duration in seconds.
    seconds: f64,
    /// Old events deleted meanwhile.
    gone: i64,
    /// Events deleted per second after everything was projected.
    alone: f64,
}

/// Runs a load with events kept for this many days.
async fn run(settings: &Settings, days: &str) -> Result<Run> {
    let today = Clock::system().now().day();
    let orgs: Vec<String> = (0..8).map(|number| format!("bench-{number}")).collect();
    let plan =
        |until, mark| Plan { orgs: orgs.clone(), events: settings.scaled(200_000), until, days: 20, users: 200, mark };
    let place = Place::new(settings.engine).await?;
    ceiling::append::run(&place.store, &plan(Day(today.0 - OLD), "old").make(), 4_000, 2).await?;
    Worker::new(place.store.clone(), WorkerOptions::default())?.drain().await?;
    let before = place.number("SELECT count(*) AS number FROM events_raw").await?;
    let events = plan(today, "new").make();
    let requests: Vec<Vec<u8>> = events.chunks(BATCH).map(|batch| Server::events(&data::body(batch))).collect();
    let flags = ["--retention-days", days, "--retention-every-seconds", "1"];
    let server = Server::start_with(&settings.binary, "serve", &place.url, &flags).await?;
    let sent = load::send(server.address, SENDERS, requests).await?;
    ensure!(sent.inserted == events.len() as u64, "{} of {} were inserted", sent.inserted, events.len());
    let after = place.number("SELECT count(*) AS number FROM events_raw").await?;
    let gone = before + events.len() as i64 - after;
    let alone = if gone == 0 { 0.0 } else { alone(&place, &server, events.len() as i64).await? };
    Ok(Run { ingest: rate(events.len(), sent.took), seconds: sent.took.as_secs_f64(), gone, alone })
}

/// Old events deleted per second while there is nothing else to do; `kept` events are not old.
async fn alone(place: &Place, server: &Server, kept: i64) -> Result<f64> {
    graphql::wait_until_projected(server).await?;
    let count = "SELECT count(*) AS number FROM events_raw";
    let (began, first) = (Instant::now(), place.number(count).await?);
    loop {
        tokio::time::sleep(LOOK).await;
        let (now, took) = (place.number(count).await?, began.elapsed());
        if now <= kept || took > ALONE {
            ensure!(now < first, "nothing left within {took:?}");
            return Ok((first - now) as f64 / took.as_secs_f64());
        }
    }
}
