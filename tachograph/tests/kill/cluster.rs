//! Machines of a Citus cluster are killed under load. `cargo xtask cluster` starts one and sets how to kill and
//! start its machines.
use crate::check::Checked;
use crate::load::Load;
use crate::process::Process;
use crate::recovery::Recoveries;
use crate::until::until;
use crate::{BETWEEN, rounds};
use anyhow::{Context as _, Result, ensure};
use entities::projection_state;
use sea_orm::EntityTrait as _;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};
use store::Store;
use testkit::events;
use testkit::{Database, Engine};

/// One shell command each, whose first argument is the machine's number; the coordinator's is 0. The second
/// argument of the kill command is the signal.
const KILL_VARIABLE: &str = "TACHOGRAPH_TEST_KILL_MACHINE";
const START_VARIABLE: &str = "TACHOGRAPH_TEST_START_MACHINE";
/// The time limit for acknowledging an event of an organization whose machine is running.
const OTHERS_WITHIN: Duration = Duration::from_secs(1);
/// The time limit for detecting a silent machine.
const KNOWN_WITHIN: Duration = Duration::from_secs(15);
/// The time limit for acknowledging all events once all machines are running.
const WHOLE_WITHIN: Duration = Duration::from_secs(5);

/// How machines are killed and started.
struct Machines {
    kill: String,
    start: String,
}

impl Machines {
    /// The commands from the environment.
    fn told() -> Result<Self> {
        let told =
            |name: &str| std::env::var(name).with_context(|| format!("{name} says nothing: cargo xtask cluster"));
        Ok(Self { kill: told(KILL_VARIABLE)?, start: told(START_VARIABLE)? })
    }

    fn kill(&self, number: usize) -> Result<()> {
        shell(&self.kill, number, "KILL")
    }

    /// Suspends a machine, with its connections open.
    fn silence(&self, number: usize) -> Result<()> {
        shell(&self.kill, number, "STOP")
    }

    fn wake(&self, number: usize) -> Result<()> {
        shell(&self.kill, number, "CONT")
    }

    fn start(&self, number: usize) -> Result<()> {
        shell(&self.start, number, "")
    }
}

fn shell(command: &str, number: usize, signal: &str) -> Result<()> {
    let status = Command::new("sh").args(["-c", command, "sh"]).arg(number.to_string()).arg(signal).status()?;
    ensure!(status.success(), "{command} ended with {status}");
    Ok(())
}

/// Two of each, as behind a proxy.
async fn processes(db: &Database) -> Result<Vec<Process>> {
    let mut all = Vec::new();
    for command in ["api", "api", "worker", "worker"] {
        all.push(Process::start(command, db.url()).await?);
    }
    Ok(all)
}

#[test]
#[ignore = "needs machines to kill, which cargo xtask cluster has"]
fn a_killed_machine_stops_its_own_organizations_alone() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let machines = Machines::told()?;
        let all = processes(&db).await?;
        let addresses = [all[0].address(), all[1].address()];
        let load = Load::start_on(&addresses, true);
        let probes = probes(db.store(), addresses[0]).await?;
        let (mut others, mut whole) = (Recoveries::default(), Recoveries::default());
        for number in 0..rounds() {
            load.acknowledged(BETWEEN).await?;
            // The machines alternate, and the probed organization is on the other one.
            let (killed, elsewhere) = (number % 2, &probes[(number + 1) % 2]);
            machines.kill(killed + 1)?;
            let began = Instant::now();
            let name = format!("probe-{number}");
            until("the other machine's organization is acknowledged", async || {
                send(addresses[0], elsewhere, &name).await
            })
            .await?;
            others.add(began.elapsed());
            machines.start(killed + 1)?;
            whole.wait(&load).await?;
        }
        load.acknowledged(BETWEEN).await?;
        let longest = (others.longest(), whole.longest());
        others.tell("machine killed, organizations of the other");
        whole.tell("machine back");
        Checked { url: db.url(), acknowledged: load.stop().await? }.all().await?;
        ensure!(longest.0 <= OTHERS_WITHIN, "an organization of the other machine waited for {:?}", longest.0);
        ensure!(longest.1 <= WHOLE_WITHIN, "after the machine was back, {:?} went by", longest.1);
        Ok(())
    })
}

#[test]
#[ignore = "needs machines to kill, which cargo xtask cluster has"]
fn a_silent_machine_stops_its_own_organizations_alone() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let machines = Machines::told()?;
        let all = processes(&db).await?;
        let addresses = [all[0].address(), all[1].address()];
        let load = Load::start_on(&addresses, true);
        let probes = probes(db.store(), addresses[0]).await?;
        let (mut known, mut others) = (Recoveries::default(), Recoveries::default());
        for number in 0..rounds() {
            load.acknowledged(BETWEEN).await?;
            let (silent, elsewhere) = (number % 2, &probes[(number + 1) % 2]);
            machines.silence(silent + 1)?;
            // Requests that reach it when it falls silent wait; later ones do not.
            for (recoveries, name) in [(&mut known, "at first"), (&mut others, "later")] {
                let began = Instant::now();
                let name = format!("{name}-{number}");
                until("the other machine's organization is acknowledged", async || {
                    send(addresses[0], elsewhere, &name).await
                })
                .await?;
                recoveries.add(began.elapsed());
                tokio::time::sleep(KNOWN_WITHIN.saturating_sub(began.elapsed())).await;
            }
            machines.wake(silent + 1)?;
        }
        load.acknowledged(BETWEEN).await?;
        let longest = (known.longest(), others.longest());
        known.tell("machine silent, organizations of the other, at first");
        others.tell("machine silent, organizations of the other, later");
        Checked { url: db.url(), acknowledged: load.stop().await? }.all().await?;
        ensure!(longest.0 <= KNOWN_WITHIN, "an organization of the other machine waited for {:?} at first", longest.0);
        ensure!(longest.1 <= OTHERS_WITHIN, "an organization of the other machine waited for {:?}", longest.1);
        Ok(())
    })
}

#[test]
#[ignore = "needs machines to kill, which cargo xtask cluster has"]
fn a_killed_coordinator_loses_nothing() -> Result<()> {
    testkit::both::run(Engine::Postgres, async |db| {
        let machines = Machines::told()?;
        let all = processes(&db).await?;
        let load = Load::start_on(&[all[0].address(), all[1].address()], true);
        let mut whole = Recoveries::default();
        for _ in 0..rounds() {
            load.acknowledged(BETWEEN).await?;
            machines.kill(0)?;
            machines.start(0)?;
            whole.wait(&load).await?;
        }
        load.acknowledged(BETWEEN).await?;
        let longest = whole.longest();
        whole.tell("coordinator back");
        Checked { url: db.url(), acknowledged: load.stop().await? }.all().await?;
        ensure!(longest <= WHOLE_WITHIN, "after the coordinator was back, {longest:?} went by");
        Ok(())
    })
}

/// An organization on each machine, ordered by the machines' ports; the installation already knows both.
async fn probes(store: &Store, address: SocketAddr) -> Result<[String; 2]> {
    let mut found: Vec<(i64, String)> = Vec::new();
    for number in 0.. {
        let org = format!("probe-{number}");
        let place = format!(
            "/* test */ SELECT cast(s.nodeport AS BIGINT) AS number FROM citus_shards s
             WHERE s.shardid = get_shard_id_for_distribution_column('events_raw', '{org}'::text)"
        );
        let port = testkit::number(store, place).await.context("the organization's rows lie nowhere")?;
        if found.iter().all(|(other, _)| *other != port) {
            until("the organization is taken", async || send(address, &org, "first").await).await?;
            found.push((port, org));
        }
        if found.len() == 2 {
            break;
        }
        ensure!(number < 1_000, "all organizations lie on one machine");
    }
    found.sort_unstable();
    for (_, org) in &found {
        until("the organization is known", async || {
            Ok(!projection_state::Entity::find_by_id(org.as_str()).all(store).await?.is_empty())
        })
        .await?;
    }
    let mut orgs = found.into_iter().map(|(_, org)| org);
    Ok([orgs.next().context("a first machine")?, orgs.next().context("a second machine")?])
}

/// Sends an event of the organization; returns whether it was acknowledged.
async fn send(address: SocketAddr, org: &str, name: &str) -> Result<bool> {
    let body = events::batch([events::message(&format!("session-{name}")).org(org).id(name)]);
    let client = reqwest::Client::builder().timeout(OTHERS_WITHIN).build()?;
    let request = client.post(format!("http://{address}/v1/events")).bearer_auth(generator::DEV_INGEST_KEY);
    Ok(request.json(&body).send().await.is_ok_and(|answer| answer.status().is_success()))
}
