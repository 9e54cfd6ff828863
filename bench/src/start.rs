//! What it costs to have it: start, idle memory and CPU, bytes an event.
use crate::Settings;
use crate::data::{self, Plan};
use crate::graphql;
use crate::load;
use crate::place::Place;
use crate::report::{Figure, Report};
use crate::server::Server;
use anyhow::{Context, Result};
use std::time::Duration;
use store::{Clock, Engine};

const STARTS: usize = 10;
const IDLE: Duration = Duration::from_secs(10);
/// Linux counts CPU time in hundredths of a second.
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
    let before = cpu_ticks(server.pid())?;
    tokio::time::sleep(IDLE).await;
    let used = (cpu_ticks(server.pid())? - before) / TICKS;
    add("idle memory", resident_mib(server.pid())?, "MiB");
    add("idle CPU", 100.0 * used / IDLE.as_secs_f64(), "% core");

    let empty = stored(&place).await?;
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
    let bytes = stored(&place).await? - empty;
    add("stored bytes an event, all tables and indexes", bytes as f64 / events.len() as f64, "bytes");
    Ok(())
}

async fn stored(place: &Place) -> Result<i64> {
    match place.store.engine() {
        Engine::Postgres => {
            // What autovacuum would do in a moment: the room of deleted queue rows becomes free.
            sqlx::query("VACUUM").execute(place.store.postgres().context("a pool")?).await?;
            place
                .number("SELECT cast(sum(pg_total_relation_size(oid)) AS BIGINT) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
                .await
        }
        Engine::Sqlite => {
            place.number("SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()").await
        }
    }
}

fn resident_mib(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kib / 1_024.0)
}

/// User and system time; the fields after the name in brackets.
fn cpu_ticks(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").context("no fields")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let tick = |index: usize| fields.get(index).context("too few fields")?.parse::<f64>().context("no number");
    Ok(tick(11)? + tick(12)?)
}
