//! Durable events per second, over HTTP.
use crate::data::{self, Made, Plan};
use crate::load::{self, rate};
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::{Settings, ceiling};
use anyhow::{Result, ensure};
use store::{Clock, Engine};

const SENDERS: usize = 4;
const SINGLE_SENDERS: usize = 64;

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    for batch in [100, 1_000] {
        let events = plan(settings.scaled(200_000)).make();
        let ceiling = ceiling(settings, &events, batch, report).await?;
        for command in ["api", "serve"] {
            let (figure, _) = over_http(settings, command, &events, batch, SENDERS).await?;
            report.add(Figure { ceiling: Some(ceiling), ..figure });
        }
    }
    let events = plan(settings.scaled(40_000)).make();
    let (figure, latencies) = over_http(settings, "serve", &events, 1, SINGLE_SENDERS).await?;
    let of = |name: &str, value| Figure { name: name.to_owned(), value, unit: "ms", ceiling: None, ..figure.clone() };
    let (p50, p99) =
        (of("single events, p50", latencies.quantile(0.5)), of("single events, p99", latencies.quantile(0.99)));
    for figure in [figure, p50, p99] {
        report.add(figure);
    }
    Ok(())
}

fn plan(events: usize) -> Plan {
    let orgs = (0..8).map(|number| format!("bench-{number}")).collect();
    Plan { orgs, events, until: Clock::system().now().day(), days: 30, users: 200, mark: "ingest" }
}

async fn over_http(
    settings: &Settings,
    command: &str,
    events: &[Made],
    batch: usize,
    senders: usize,
) -> Result<(Figure, load::Latencies)> {
    let place = Place::new(settings.engine).await?;
    let server = Server::start(&settings.binary, command, &place.url).await?;
    let requests: Vec<Vec<u8>> = events.chunks(batch).map(|batch| Server::events(&data::body(batch))).collect();
    let sent = load::send(server.address, senders, requests).await?;
    let stored = place.number("SELECT count(*) AS number FROM events_raw").await?;
    ensure!(sent.inserted == events.len() as u64, "{} of {} were inserted", sent.inserted, events.len());
    ensure!(stored == events.len() as i64, "{stored} of {} acknowledged events are stored", events.len());
    let worker = if command == "serve" { "worker on" } else { "worker off" };
    let figure = Figure {
        engine: settings.engine,
        bench: "ingest",
        name: format!("batches of {batch}, {senders} senders, {worker}"),
        value: rate(events.len(), sent.took),
        unit: "events/s",
        ceiling: None,
    };
    Ok((figure, sent.latencies))
}

/// The maximum rate at which the database itself stores the same rows, for each method in an empty database of
/// its own.
async fn ceiling(
    settings: &Settings,
    events: &[Made],
    batch: usize,
    report: &mut Report,
) -> Result<(&'static str, f64)> {
    let place = Place::new(settings.engine).await?;
    let took = ceiling::append::run(&place.store, events, batch, SENDERS).await?;
    let bare = ("bare statement", rate(events.len(), took));
    if settings.engine == Engine::Sqlite {
        return Ok(bare);
    }
    let place = Place::new(settings.engine).await?;
    let copy = ("binary COPY", rate(events.len(), ceiling::copy::run(&place.store, events, batch, SENDERS).await?));
    report.add(Figure {
        engine: settings.engine,
        bench: "ingest",
        name: format!("the bare statement, {batch} rows a commit"),
        value: bare.1,
        unit: "events/s",
        ceiling: Some(copy),
    });
    Ok(copy)
}
