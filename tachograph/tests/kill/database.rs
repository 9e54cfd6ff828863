//! A database that restarts, is cut off, or is slow.
use crate::check::Checked;
use crate::load::Load;
use crate::process::Process;
use crate::proxy::Proxy;
use crate::{BETWEEN, rounds};
use anyhow::{Result, ensure};
use std::time::{Duration, Instant};
use testkit::Engine;
use testkit::postgres::ThrowAway;

/// A database that is far away and busy.
const SLOW: Duration = Duration::from_millis(40);

/// Tells how long it took after each fault until events were acknowledged again.
fn tell(what: &str, mut waits: Vec<Duration>) {
    waits.sort_unstable();
    if let (Some(median), Some(longest)) = (waits.get(waits.len() / 2), waits.last()) {
        eprintln!("{what}: events acknowledged again after {median:.0?} (median), {longest:.0?} (longest)");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_database_loses_nothing() -> Result<()> {
    let postgres = ThrowAway::start()?;
    let url = postgres.url("postgres");
    let mut server = Process::serve(&url).await?;
    let load = Load::start(server.address());
    let mut waits = Vec::new();
    for number in 0..rounds() {
        load.acknowledged(BETWEEN).await?;
        // As by a loss of power, and as by an operator.
        if number % 2 == 0 {
            postgres.kill_immediately()?;
        } else {
            postgres.stop()?;
        }
        postgres.restart()?;
        let again = Instant::now();
        load.acknowledged(1).await?;
        waits.push(again.elapsed());
    }
    load.acknowledged(BETWEEN).await?;
    ensure!(server.is_running()?, "the server ended with its database");
    tell("after a restart of PostgreSQL", waits);
    Checked { url: &url, acknowledged: load.stop().await? }.all().await
}

#[test]
fn connections_that_are_cut_lose_nothing() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let proxy = Proxy::to(db.url()).await?;
        let mut server = Process::serve(proxy.url()).await?;
        let load = Load::start_on(&[server.address()], true);
        let mut waits = Vec::new();
        for _ in 0..rounds() {
            // Several times each, so that every stage is hit: gathering, writing, folding, committing.
            for _ in 0..5 {
                load.acknowledged(BETWEEN / 5).await?;
                proxy.cut();
                let cut = Instant::now();
                load.acknowledged(1).await?;
                waits.push(cut.elapsed());
            }
        }
        load.acknowledged(BETWEEN).await?;
        ensure!(server.is_running()?, "the server ended with its connections");
        ensure!(proxy.connections_cut() >= rounds() * 5, "only {} were cut", proxy.connections_cut());
        tell("after connections were cut", waits);
        Checked { url: db.url(), acknowledged: load.stop().await? }.all().await
    })
}

#[test]
fn a_slow_database_loses_nothing() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let proxy = Proxy::to(db.url()).await?;
        let server = Process::serve(proxy.url()).await?;
        let load = Load::start_on(&[server.address()], true);
        let mut waits = Vec::new();
        for _ in 0..rounds() {
            load.acknowledged(BETWEEN).await?;
            proxy.slow_down(SLOW);
            load.acknowledged(BETWEEN / 4).await?;
            proxy.slow_down(Duration::ZERO);
            let quick = Instant::now();
            load.acknowledged(1).await?;
            waits.push(quick.elapsed());
        }
        tell("after the database was slow", waits);
        Checked { url: db.url(), acknowledged: load.stop().await? }.all().await
    })
}
