//! The disk of the database fills up and gets room again: senders are told to wait, reading goes on,
//! nothing acknowledged is lost, and nobody has to start anything anew.
use crate::ask::{Answer, get, lately, organization, post};
use crate::check::Checked;
use crate::load::Load;
use crate::process::Process;
use crate::small_disk::SmallDisk;
use crate::until::until;
use anyhow::{Result, ensure};
use std::net::SocketAddr;
use store::Clock;
use testkit::events;
use testkit::postgres::ThrowAway;

const ENOUGH: usize = 400;
const MEGABYTE: u64 = 1 << 20;

/// A single event of now.
async fn probe(address: SocketAddr, id: &str) -> Result<Answer> {
    let now = Clock::system().now().to_chrono().unwrap_or_default().to_rfc3339();
    post(address, [events::message("probe").id(id).at(&now)]).await
}

/// Waits for the refusal, and looks at what else there is while it lasts.
async fn is_refused(address: SocketAddr, what: &str) -> Result<()> {
    let mut number = 0;
    until("events are refused", async || {
        number += 1;
        let answer = probe(address, &format!("full-{what}-{number}")).await?;
        ensure!([200, 503].contains(&answer.status), "{answer:?}");
        Ok(answer.status == 503 && answer.body["message"].as_str().is_some_and(|text| text.contains("disk")))
    })
    .await?;
    let answer = probe(address, &format!("refused-{what}")).await?;
    ensure!(answer.body["code"] == "UNAVAILABLE" && answer.retry_after == Some(10), "{answer:?}");
    let ready = get(address, "/readyz").await?;
    let said = ready.body["message"].as_str().unwrap_or_default().to_owned();
    ensure!(ready.status == 503 && said.contains("full") && said.contains("reading goes on"), "{ready:?}");
    ensure!(get(address, "/healthz").await?.status == 200);
    // Somebody who was never here cannot be entered into the directory, and is answered all the same.
    let fields = format!("sessions{} {{ totalCount nodes {{ id }} }}", lately());
    let read = organization(address, &format!("new-{what}"), &fields).await?;
    ensure!(read["sessions"]["totalCount"].as_i64() > Some(0), "{read}");
    Ok(())
}

async fn is_well_again(address: SocketAddr) -> Result<()> {
    until("the server is ready again", async || Ok(get(address, "/readyz").await?.status == 200)).await?;
    ensure!(probe(address, "well").await?.status == 200);
    Ok(())
}

/// Fills the disk to the brim under load, twice.
async fn fill(url: &str, disk: &SmallDisk) -> Result<()> {
    let mut server = Process::serve_with(url, &["--min-free-disk", "0"]).await?;
    let load = Load::start(server.address());
    for round in ["first", "second"] {
        load.acknowledged(ENOUGH).await?;
        disk.fill()?;
        is_refused(server.address(), round).await?;
        disk.give_back()?;
        load.acknowledged(ENOUGH).await?;
        is_well_again(server.address()).await?;
    }
    ensure!(server.is_running()?, "the server ended");
    Checked { url, acknowledged: load.stop().await? }.all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_under_sqlite() -> Result<()> {
    let disk = SmallDisk::mount(256)?;
    fill(&format!("sqlite://{}?mode=rwc", disk.path().join("test.db").display()), &disk).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_under_postgres() -> Result<()> {
    let disk = SmallDisk::mount(256)?;
    let postgres = ThrowAway::start()?;
    let space = disk.path().join("space");
    std::fs::create_dir(&space)?;
    postgres.give(&space)?;
    let run = |sql: String| {
        crate::ask::printed(postgres.tool("psql").arg(postgres.url("postgres")).args([
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            &sql,
        ]))
    };
    run(format!("CREATE TABLESPACE small LOCATION '{}'", space.display()))?;
    run("CREATE DATABASE small TABLESPACE small".to_owned())?;
    fill(&postgres.url("small"), &disk).await
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_kept_out_before_the_disk_is_full() -> Result<()> {
    let disk = SmallDisk::mount(256)?;
    let url = format!("sqlite://{}?mode=rwc", disk.path().join("test.db").display());
    let server = Process::serve_with(&url, &["--min-free-disk", &(128 * MEGABYTE).to_string()]).await?;
    let load = Load::start(server.address());
    load.acknowledged(ENOUGH).await?;
    disk.take(140 * MEGABYTE)?;
    is_refused(server.address(), "low").await?;
    // There is room for the projection of what was taken before.
    let store = store::Store::connect(&store::Options::new(&url)).await?;
    until("the queue is empty", async || {
        Ok(store.fetch("/* test */ SELECT 1 FROM events_queue LIMIT 1").await?.is_empty())
    })
    .await?;
    store.close().await;
    disk.give_back()?;
    load.acknowledged(ENOUGH).await?;
    is_well_again(server.address()).await?;
    Checked { url: &url, acknowledged: load.stop().await? }.all().await
}
