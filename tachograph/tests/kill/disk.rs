//! The database's disk fills up and later has space again: senders are asked to wait, reads continue, nothing
//! acknowledged is lost, and nothing has to be restarted.
use crate::ask::{Answer, get, lately, organization, post};
use crate::check::Checked;
use crate::load::Load;
use crate::process::Process;
use crate::recovery::Recoveries;
use crate::rounds;
use crate::small_disk::SmallDisk;
use crate::until::until;
use anyhow::{Context as _, Result, ensure};
use std::net::SocketAddr;
use store::Clock;
use testkit::events;
use testkit::postgres::ThrowAway;

const ENOUGH: usize = 400;
const MEGABYTE: u64 = 1 << 20;

/// A single current event.
async fn probe(address: SocketAddr, id: &str) -> Result<Answer> {
    let now = Clock::system().now().to_chrono().unwrap_or_default().to_rfc3339();
    post(address, [events::message("probe").id(id).at(&now)]).await
}

/// The number of recent sessions, as this person sees it.
async fn sessions(address: SocketAddr, sub: &str) -> Result<i64> {
    let fields = format!("sessions{} {{ totalCount nodes {{ id }} }}", lately());
    let read = organization(address, sub, &fields).await?;
    ensure!(read["sessions"]["nodes"].is_array(), "{read}");
    read["sessions"]["totalCount"].as_i64().context("no total")
}

/// Waits until something is projected: afterwards the disk may be full.
async fn is_projected(address: SocketAddr) -> Result<()> {
    until("a session is projected", async || Ok(sessions(address, "ada").await? > 0)).await
}

/// Waits until events are rejected, and checks everything else in the meantime.
async fn is_refused(address: SocketAddr, what: &str) -> Result<()> {
    let mut number = 0;
    // Existing pages may still have space for an event or a probe.
    until("events are refused", async || {
        number += 1;
        let answer = probe(address, &format!("full-{what}-{number}")).await?;
        ensure!([200, 503].contains(&answer.status), "{answer:?}");
        let is_about_the_disk = answer.body["message"].as_str().is_some_and(|text| text.contains("disk"));
        if answer.status == 503 && is_about_the_disk {
            ensure!(answer.body["code"] == "UNAVAILABLE" && answer.retry_after == Some(10), "{answer:?}");
        }
        Ok(answer.status == 503 && is_about_the_disk)
    })
    .await?;
    until("it says that it is not ready", async || {
        let ready = get(address, "/readyz").await?;
        let said = ready.body["message"].as_str().unwrap_or_default().to_owned();
        ensure!(ready.status == 200 || said.contains("full") && said.contains("reading goes on"), "{ready:?}");
        Ok(ready.status == 503)
    })
    .await?;
    ensure!(get(address, "/healthz").await?.status == 200);
    // A new person cannot be added to the directory, but gets a response all the same.
    ensure!(sessions(address, &format!("new-{what}")).await? > 0, "no session is there any more");
    Ok(())
}

async fn is_well_again(address: SocketAddr) -> Result<()> {
    until("the server is ready again", async || Ok(get(address, "/readyz").await?.status == 200)).await?;
    ensure!(probe(address, "well").await?.status == 200);
    Ok(())
}

/// Fills the disk completely under load, repeatedly.
async fn fill(url: &str, disk: &SmallDisk, what: &str) -> Result<()> {
    let mut server = Process::serve_with(url, &["--min-free-disk", "0"]).await?;
    let load = Load::start(server.address());
    let mut recoveries = Recoveries::default();
    for round in 0..rounds() {
        load.acknowledged(ENOUGH).await?;
        is_projected(server.address()).await?;
        disk.fill()?;
        is_refused(server.address(), &format!("round-{round}")).await?;
        disk.give_back()?;
        recoveries.wait(&load).await?;
        load.acknowledged(ENOUGH).await?;
        is_well_again(server.address()).await?;
    }
    recoveries.tell(what);
    ensure!(server.is_running()?, "the server ended");
    Checked { url, acknowledged: load.stop().await? }.all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_under_sqlite() -> Result<()> {
    let disk = SmallDisk::mount(256)?;
    fill(&format!("sqlite://{}?mode=rwc", disk.path().join("test.db").display()), &disk, "full disk under SQLite").await
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
    fill(&postgres.url("small"), &disk, "full disk under PostgreSQL").await
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_kept_out_before_the_disk_is_full() -> Result<()> {
    let disk = SmallDisk::mount(256)?;
    let url = format!("sqlite://{}?mode=rwc", disk.path().join("test.db").display());
    let server = Process::serve_with(&url, &["--min-free-disk", &(128 * MEGABYTE).to_string()]).await?;
    let load = Load::start(server.address());
    let store = store::Store::connect(&store::Options::new(&url)).await?;
    let mut recoveries = Recoveries::default();
    for round in 0..rounds() {
        load.acknowledged(ENOUGH).await?;
        is_projected(server.address()).await?;
        disk.take(140 * MEGABYTE)?;
        is_refused(server.address(), &format!("low-{round}")).await?;
        // There is space for projecting previously accepted events.
        until("the queue is empty", async || {
            Ok(testkit::number(&store, "/* test */ SELECT count(*) AS number FROM events_queue").await? == 0)
        })
        .await?;
        disk.give_back()?;
        recoveries.wait(&load).await?;
        load.acknowledged(ENOUGH).await?;
        is_well_again(server.address()).await?;
    }
    recoveries.tell("a disk that is nearly full under SQLite");
    store.close().await;
    Checked { url: &url, acknowledged: load.stop().await? }.all().await
}
