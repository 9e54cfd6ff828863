//! A database that restarts, is disconnected, or is slow.
use crate::check::Checked;
use crate::load::Load;
use crate::process::Process;
use crate::proxy::Proxy;
use crate::recovery::Recoveries;
use crate::{BETWEEN, rounds};
use anyhow::{Result, ensure};
use std::time::Duration;
use testkit::Engine;
use testkit::postgres::ThrowAway;

/// The delay of a database that is far away and busy.
const SLOW: Duration = Duration::from_millis(40);

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_database_loses_nothing() -> Result<()> {
    let postgres = ThrowAway::start()?;
    let url = postgres.url("postgres");
    let mut server = Process::serve(&url).await?;
    let load = Load::start(server.address());
    let mut recoveries = Recoveries::default();
    for number in 0..rounds() {
        load.acknowledged(BETWEEN).await?;
        // Alternately as by a power failure and as by an operator.
        if number % 2 == 0 {
            postgres.kill_immediately()?;
        } else {
            postgres.stop()?;
        }
        postgres.restart()?;
        recoveries.wait(&load).await?;
    }
    load.acknowledged(BETWEEN).await?;
    ensure!(server.is_running()?, "the server ended with its database");
    recoveries.tell("restart of PostgreSQL");
    Checked { url: &url, acknowledged: load.stop().await? }.all().await
}

#[test]
fn connections_that_are_cut_lose_nothing() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let proxy = Proxy::to(db.url()).await?;
        let mut server = Process::serve(proxy.url()).await?;
        let load = Load::start_on(&[server.address()], true);
        let mut recoveries = Recoveries::default();
        for _ in 0..rounds() {
            // Several times each, so that every stage is hit: coalescing, writing, folding, committing.
            for _ in 0..5 {
                load.acknowledged(BETWEEN / 5).await?;
                proxy.cut();
                recoveries.wait(&load).await?;
            }
        }
        load.acknowledged(BETWEEN).await?;
        ensure!(server.is_running()?, "the server ended with its connections");
        ensure!(proxy.connections_cut() >= rounds() * 5, "only {} were cut", proxy.connections_cut());
        recoveries.tell("cut connections");
        Checked { url: db.url(), acknowledged: load.stop().await? }.all().await
    })
}

#[test]
fn a_slow_database_loses_nothing() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let proxy = Proxy::to(db.url()).await?;
        let server = Process::serve(proxy.url()).await?;
        let load = Load::start_on(&[server.address()], true);
        let mut recoveries = Recoveries::default();
        for _ in 0..rounds() {
            load.acknowledged(BETWEEN).await?;
            proxy.slow_down(SLOW);
            load.acknowledged(BETWEEN / 4).await?;
            proxy.slow_down(Duration::ZERO);
            recoveries.wait(&load).await?;
        }
        recoveries.tell("slow database");
        Checked { url: db.url(), acknowledged: load.stop().await? }.all().await
    })
}
