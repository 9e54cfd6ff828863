//! Durable events a second over HTTP, beside a worker that lets old sessions go.
use crate::data::{self, Plan};
use crate::load::{self, rate};
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::{Settings, ceiling};
use anyhow::{Result, ensure};
use entities::Day;
use store::Clock;
use worker::{Worker, WorkerOptions};

const SENDERS: usize = 4;
const BATCH: usize = 1_000;
/// How old the events are that may leave, in days.
const OLD: i32 = 60;

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let (first, kept) = run(settings, "3650").await?;
    ensure!(kept == 0, "{kept} events left that were not old enough");
    let (beside, gone) = run(settings, "30").await?;
    // Once before and once after: what else the machine does changes slowly.
    let (second, _) = run(settings, "3650").await?;
    ensure!(gone > 0, "retention took nothing away meanwhile");
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
        beside.0,
        "events/s",
        Some(("without", f64::midpoint(first.0, second.0))),
    ));
    report.add(figure("old events that left meanwhile", gone as f64 / beside.1, "events/s", None));
    Ok(())
}

/// Events a second and seconds, with events kept for so many days; and how many left in that time.
async fn run(settings: &Settings, days: &str) -> Result<((f64, f64), i64)> {
    let today = Clock::system().now().day();
    let orgs: Vec<String> = (0..8).map(|number| format!("bench-{number}")).collect();
    let plan =
        |until, mark| Plan { orgs: orgs.clone(), events: settings.scaled(200_000), until, days: 20, users: 200, mark };
    let place = Place::new(settings.engine).await?;
    ceiling::append::run(&place.store, &plan(Day(today.0 - OLD), "old").make(), 4_000, 2).await?;
    Worker::new(place.store.clone(), WorkerOptions::default())?.drain().await?;
    let before = place.number("SELECT count(*) FROM events_raw").await?;
    let events = plan(today, "new").make();
    let requests: Vec<Vec<u8>> = events.chunks(BATCH).map(|batch| Server::events(&data::body(batch))).collect();
    let flags = ["--retention-days", days, "--retention-every-seconds", "1"];
    let server = Server::start_with(&settings.binary, "serve", &place.url, &flags).await?;
    let sent = load::send(server.address, SENDERS, requests).await?;
    ensure!(sent.inserted == events.len() as u64, "{} of {} were inserted", sent.inserted, events.len());
    let after = place.number("SELECT count(*) FROM events_raw").await?;
    let gone = before + events.len() as i64 - after;
    Ok(((rate(events.len(), sent.took), sent.took.as_secs_f64()), gone))
}
