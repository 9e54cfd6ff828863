//! What a cluster costs: the same events, sent and then projected, on a Citus cluster and on one
//! `PostgreSQL` of the same machine.
use crate::data::{self, Made, Plan};
use crate::load::{self, rate};
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use crate::{Settings, drain};
use anyhow::{Context, Result, ensure};
use store::{Clock, Engine, Store};
use testkit::database::{Database, SERVER_VARIABLE};
use worker::WorkerOptions;

const BATCH: usize = 1_000;
const SENDERS: usize = 4;

/// Events a second that are acknowledged, and that are projected.
struct Rates {
    ingest: f64,
    projection: f64,
}

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    for orgs in [1, 20] {
        let events = plan(orgs, settings.scaled(40_000)).make();
        let place = Place::new(Engine::Postgres).await?;
        let plain = rates(settings, &place.url, &place.store, &events).await?;
        drop(place);
        let database = Database::with_clock(Engine::Postgres, Clock::system()).await?;
        let spread = database.store().is_distributed().await?;
        ensure!(spread, "name the coordinator of a Citus cluster in {SERVER_VARIABLE}");
        let cluster = rates(settings, database.url(), database.store(), &events).await.context("on the cluster")?;
        for (what, value, ceiling) in [
            (format!("ingest, batches of {BATCH}"), cluster.ingest, plain.ingest),
            ("projection, 1 worker".to_owned(), cluster.projection, plain.projection),
        ] {
            report.add(Figure {
                engine: Engine::Postgres,
                bench: "cluster",
                name: format!("{what}, {orgs} organization(s)"),
                value,
                unit: "events/s",
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

async fn rates(settings: &Settings, url: &str, store: &Store, events: &[Made]) -> Result<Rates> {
    let server = Server::start(&settings.binary, "api", url).await?;
    let requests = events.chunks(BATCH).map(|batch| Server::events(&data::body(batch))).collect();
    let sent = load::send(server.address, SENDERS, requests).await?;
    ensure!(sent.inserted == events.len() as u64, "{} of {} were inserted", sent.inserted, events.len());
    drop(server);
    let took = drain::drain(store, 1).await?;
    let report = worker::verify(store, &WorkerOptions::default(), None, &mut ()).await?;
    ensure!(report.differences == 0, "{} rows differ: {:?}", report.differences, report.examples);
    Ok(Rates { ingest: rate(events.len(), sent.took), projection: rate(events.len(), took) })
}
