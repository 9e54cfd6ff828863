//! What running it costs: start time, idle memory and CPU, bytes per event.
use crate::Settings;
use crate::data::{self, Plan};
use crate::graphql;
use crate::load;
use crate::place::Place;
use crate::process::resident_mib;
use crate::report::{Figure, Report};
use crate::server::Server;
use anyhow::{Context, Result};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use std::time::Duration;
use store::{Clock, Engine, Store};

const STARTS: usize = 10;
const IDLE: Duration = Duration::from_secs(10);
/// Linux reports CPU time in hundredths of a second.
const TICKS: f64 = 100.0;

pub(crate) async fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let place = Place::new(settings.engine).await?;
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Server::start(&settings.binary, "serve", &place.url).await?.started_in.as_secs_f64() * 1_000.0);
    }
    starts.sort_by(f64::total_cmp);
    let mut add = |name: &str, value, unit| {
        let (engine, name) = (settings.engine, name.to_owned());
        report.add(Figure { engine, bench: "start", name, value, unit, ceiling: None });
    };
    add("start to first 200, median", starts[STARTS / 2], "ms");
    let server = Server::start(&settings.binary, "serve", &place.url).await?;
    let before = crate::process::cpu_ticks(server.pid())?;
    tokio::time::sleep(IDLE).await;
    let used = (crate::process::cpu_ticks(server.pid())? - before) / TICKS;
    add("idle memory", resident_mib(server.pid())?, "MiB");
    add("idle CPU", 100.0 * used / IDLE.as_secs_f64(), "% core");

    let empty = stored(&place.store).await?;
    let plan = Plan {
        orgs: (0..3).map(|number| format!("bench-{number}")).collect(),
        events: settings.scaled(100_000),
        until: Clock::system().now().day(),
        days: 90,
        users: 60,
        mark: "size",
    };
    let events = plan.make();
    let requests: Vec<Vec<u8>> = events.chunks(1_000).map(|batch| Server::events(&data::body(batch))).collect();
    load::send(server.address, 4, requests).await?;
    graphql::wait_until_projected(&server).await?;
    add("memory after the load", resident_mib(server.pid())?, "MiB");
    drop(server);
    let full = stored(&place.store).await?;
    let each = |bytes: i64| bytes as f64 / events.len() as f64;
    add("stored bytes an event, with indexes, without the queue", each(kept(&full) - kept(&empty)), "bytes");
    for (table, bytes) in full {
        let grown = each(bytes - empty.get(&table).copied().unwrap_or_default());
        if grown >= 1.0 {
            add(&format!("of them {table}"), grown, "bytes");
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Stored {
    name: String,
    bytes: i64,
}

/// Bytes of all tables but the queue, which stays as large as its largest backlog was, and is reused: none of it
/// belongs to any event.
pub(crate) fn kept(tables: &BTreeMap<String, i64>) -> i64 {
    tables.iter().filter(|(table, _)| *table != "events_queue").map(|(_, bytes)| bytes).sum()
}

/// Bytes of each table and its indexes.
pub(crate) async fn stored(store: &Store) -> Result<BTreeMap<String, i64>> {
    let statement = match store.engine() {
        Engine::Postgres => {
            // What autovacuum does shortly: the space of deleted queue rows becomes free.
            sqlx::query("VACUUM").execute(store.postgres().context("a pool")?).await?;
            "SELECT relname::text AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        }
        // Pages that are not free; SQLite does not tell which table they belong to.
        Engine::Sqlite => {
            "SELECT 'the file' AS name, (page_count - freelist_count) * page_size AS bytes
             FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()"
        }
    };
    let tables: Vec<Stored> = store.select(statement, []).await?;
    Ok(tables.into_iter().map(|table| (table.name, table.bytes)).collect())
}
