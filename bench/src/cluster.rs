//! The overhead of a cluster: the same events are sent, projected and queried on a Citus cluster and on a
//! single `PostgreSQL` on the same machine.
use crate::data::{self, Made, Plan};
use crate::graphql::Asker;
use crate::load::{self, Latencies, rate};
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::{Settings, drain};
use anyhow::{Context, Result, ensure};
use domain::Day;
use serde_json::json;
use std::time::Instant;
use store::{Clock, Engine, Store};
use testkit::database::{Database, SERVER_VARIABLE};
use worker::WorkerOptions;

const BATCH: usize = 1_000;
const SENDERS: usize = 4;

/// How often each query is measured, and how many warm-up rounds precede it.
const ROUNDS: usize = 60;
const WARM: usize = 10;
const FIGURES: &str = "activeUsers runs successRate costUsd totalTokens p95DurationMs";

/// The results for one of the two.
struct Measured {
    /// Acknowledged and projected events per second.
    ingest: f64,
    projection: f64,
    /// The median latencies of an organization's overview and of the global page, in milliseconds.
    overview: f64,
    global: f64,
}

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    for orgs in [1, 20] {
        let events = plan(orgs, settings.scaled(40_000)).make();
        let place = Place::new(Engine::Postgres).await?;
        let plain = all(settings, &place.url, &place.store, &events).await?;
        drop(place);
        let database = Database::with_clock(Engine::Postgres, Clock::system()).await?;
        let spread = database.store().is_distributed().await?;
        ensure!(spread, "name the coordinator of a Citus cluster in {SERVER_VARIABLE}");
        let cluster = all(settings, database.url(), database.store(), &events).await.context("on the cluster")?;
        for (what, unit, value, ceiling) in [
            (format!("ingest, batches of {BATCH}"), "events/s", cluster.ingest, plain.ingest),
            ("projection, 1 worker".to_owned(), "events/s", cluster.projection, plain.projection),
            ("overview, 30 days, p50".to_owned(), "ms", cluster.overview, plain.overview),
            ("global page, 30 days, p50".to_owned(), "ms", cluster.global, plain.global),
        ] {
            report.add(Figure {
                engine: Engine::Postgres,
                bench: "cluster",
                name: format!("{what}, {orgs} organization(s)"),
                value,
                unit,
                ceiling: Some(("one PostgreSQL", ceiling)),
            });
        }
    }
    Ok(())
}

fn plan(orgs: usize, events: usize) -> Plan {
    let orgs = (0..orgs).map(|number| format!("bench-{number}")).collect();
    Plan { orgs, events, until: Clock::system().now().day(), days: 30, users: 200, mark: "cluster" }
}

async fn all(settings: &Settings, url: &str, store: &Store, events: &[Made]) -> Result<Measured> {
    let server = Server::start(&settings.binary, "api", url).await?;
    let requests = events.chunks(BATCH).map(|batch| Server::events(&data::body(batch))).collect();
    let sent = load::send(server.address, SENDERS, requests).await?;
    ensure!(sent.inserted == events.len() as u64, "{} of {} were inserted", sent.inserted, events.len());
    let took = drain::drain(store, 1).await?;
    let report = worker::verify(store, &WorkerOptions::default(), None, &mut ()).await?;
    ensure!(report.differences == 0, "{} rows differ: {:?}", report.differences, report.examples);
    let overview = format!(
        "organization {{ metrics(period: $p) {{ {FIGURES} previous {{ {FIGURES} }} }} \
         trends(period: $p, bucket: DAY) {{ start metrics {{ {FIGURES} }} }} failureCategories(period: $p) {{ category count }} }}"
    );
    let global = format!(
        "global(period: $p) {{ organizationCount metrics {{ {FIGURES} previous {{ {FIGURES} }} }} \
         trends(bucket: DAY) {{ start metrics {{ {FIGURES} }} }} \
         organizations(orderBy: {{field: RUNS, direction: DESC}}, first: 25) {{ totalCount nodes {{ organization {{ name }} metrics {{ runs }} }} }} }}"
    );
    Ok(Measured {
        ingest: rate(events.len(), sent.took),
        projection: rate(events.len(), took),
        overview: ask(Asker::new(&server, "ORG_ADMIN", Some("bench-0")).await?, &overview).await?,
        global: ask(Asker::new(&server, "SUPER_ADMIN", None).await?, &global).await?,
    })
}

/// The median latency of a query for thirty days, in milliseconds; the last day varies from round to round.
async fn ask(mut asker: Asker, selection: &str) -> Result<f64> {
    let today = Clock::system().now().day();
    let mut latencies = Latencies::new()?;
    for round in 0..WARM + ROUNDS {
        let to = Day(today.0 - (round % 20) as i32);
        let period = json!({"p": {"from": Day(to.0 - 29).to_string(), "to": to.to_string()}});
        let request = asker.prepare(&format!("query($p: Period!) {{ {selection} }}"), &period);
        let began = Instant::now();
        asker.ask(&request).await?;
        if round >= WARM {
            latencies.add(began.elapsed())?;
        }
    }
    Ok(latencies.quantile(0.5))
}
