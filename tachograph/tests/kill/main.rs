//! Real processes under load are killed, run out of disk space, are backed up, have old data, and run next to a
//! newer version: every acknowledged event is stored, and counted once.
//!
//! Each kind of kill happens twice, or as often as TACHOGRAPH_CHAOS_ROUNDS says.

mod ask;
mod backup;
mod check;
mod cluster;
mod database;
mod disk;
mod fleet;
mod load;
mod newer;
mod old;
mod process;
mod proxy;
mod recovery;
mod retention;
mod small_disk;
mod until;

use anyhow::{Result, ensure};
use check::Checked;
use load::Load;
use process::Process;
use std::time::{Duration, Instant};
use testkit::{Database, Engine};

/// The minimum number of events acknowledged between two kills.
const BETWEEN: usize = 600;

fn rounds() -> usize {
    std::env::var("TACHOGRAPH_CHAOS_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(2)
}

/// Kills the server repeatedly; it restarts on the same address.
async fn kill_the_server(db: Database) -> Result<()> {
    let mut server = Process::serve(db.url()).await?;
    let load = Load::start(server.address());
    for _ in 0..rounds() {
        load.acknowledged(BETWEEN).await?;
        server.kill()?;
        server = server.again().await?;
    }
    load.acknowledged(BETWEEN).await?;
    Checked { url: db.url(), acknowledged: load.stop().await? }.all().await
}

testkit::on_both_engines!(a_killed_server_loses_nothing, |db| async { kill_the_server(db).await });

#[test]
fn a_killed_worker_counts_nothing_twice() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let server = Process::start("api", db.url()).await?;
        let mut worker = Process::start("worker", db.url()).await?;
        let other = Process::start("worker", db.url()).await?;
        let load = Load::start(server.address());
        for _ in 0..rounds() {
            load.acknowledged(BETWEEN).await?;
            worker.kill()?;
            load.acknowledged(BETWEEN).await?;
            worker = worker.again().await?;
        }
        let acknowledged = load.stop().await?;
        Checked { url: db.url(), acknowledged }.all().await?;
        drop((server, other));
        Ok(())
    })
}

testkit::on_both_engines!(a_terminated_server_ends_in_time_and_loses_nothing, |db| async {
    let mut server = Process::serve(db.url()).await?;
    let load = Load::start(server.address());
    load.acknowledged(BETWEEN).await?;
    let asked = Instant::now();
    server.terminate()?;
    let status = server.ended().await?;
    ensure!(status.success(), "it ended with {status}");
    ensure!(asked.elapsed() < Duration::from_secs(5), "it took {:?} to end", asked.elapsed());
    let acknowledged = load.stop().await?;
    let checked = Checked { url: db.url(), acknowledged };
    checked.stored().await?;
    // Whatever is still queued is projected by the next process.
    let _next = server.again().await?;
    checked.all().await
});
