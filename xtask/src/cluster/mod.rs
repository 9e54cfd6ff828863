//! `cluster`: the suite on a real Citus cluster of three machines, and a machine killed under load. Where the
//! extension is not installed it says so and tries nothing.

mod nodes;

use crate::process::{cargo, listen, must, root};
use crate::summary::Summary;
use crate::tools;
use anyhow::{Context as _, Result, bail};
use nodes::Nodes;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Names the server that the tests run on.
const SERVER_VARIABLE: &str = "TACHOGRAPH_TEST_POSTGRES";
/// The crates that write or ask statements.
const PACKAGES: [&str; 6] = ["store", "migration", "telemetry", "worker", "api", "tachograph"];
/// How long a machine is away.
const AWAY: Duration = Duration::from_secs(5);
/// How long what was taken may need to be projected afterwards.
const CATCH_UP: Duration = Duration::from_secs(120);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only tests whose name contains one of these words
    filter: Vec<String>,
    /// How often a machine is killed under load
    #[arg(long, default_value_t = 2)]
    kills: u32,
    /// Do not run the tests
    #[arg(long)]
    no_tests: bool,
}

/// Runs it; true when all tests passed and nothing was lost.
pub(crate) fn run(args: &Args) -> Result<bool> {
    let nodes = Nodes::start()?;
    let mut good = true;
    if !args.no_tests {
        good &= tests(&nodes, &args.filter)?;
    }
    if args.kills > 0 {
        good &= kills(&nodes, args.kills)?;
    }
    Ok(good)
}

fn tests(nodes: &Nodes, filter: &[String]) -> Result<bool> {
    if !tools::has("nextest") {
        bail!("the tests run under cargo-nextest, which could not be installed");
    }
    let mut units =
        cargo(["nextest", "run", "--no-fail-fast", "--no-tests=pass", "-E", "test(postgres) | binary(distribute)"]);
    for package in PACKAGES {
        units.args(["-p", package]);
    }
    let mut summary = Summary::default();
    let status = listen(units.args(filter).env(SERVER_VARIABLE, nodes.url("postgres")), |line| summary.hear(line))?;
    summary.print();
    Ok(status.success())
}

/// Kills a machine under load, again and again; true when everything that was acknowledged counts in the end.
fn kills(nodes: &Nodes, times: u32) -> Result<bool> {
    must(&mut cargo(["build", "--locked", "--package", "tachograph"]))?;
    nodes.database("under_load")?;
    let database = nodes.url("under_load");
    must(tachograph().args(["migrate", "--distribute", "citus", "--database-url", &database]))?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let (listen, url) = (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{port}"));
    let mut serve = tachograph();
    serve.args(["serve", "--dev", "--database-url", &database, "--listen", &listen]);
    let _server = Running(serve.stdout(Stdio::null()).spawn().context("cannot start the server")?);
    until("the server is ready", CATCH_UP, || health(&url))?;
    // Everybody is known before a machine goes: a newcomer needs all of them.
    must(tachograph().args(["generate", "--days", "3", "--server", &url]))?;
    for round in 1..=times {
        let mut generate = tachograph();
        generate.args(["generate", "--no-register", "--rate", "200", "--server", &url]);
        let load = Running(generate.stdout(Stdio::null()).spawn().context("cannot send events")?);
        sleep(AWAY);
        let machine = 1 + round as usize % 2;
        nodes.kill(machine)?;
        sleep(AWAY);
        nodes.startnode(machine)?;
        sleep(AWAY);
        drop(load);
        eprintln!("xtask: round {round} of {times}: machine {machine} was killed and came back");
    }
    let settled = until("everything is projected, and nothing given up", CATCH_UP, || is_settled(&database));
    if let Err(error) = &settled {
        eprintln!("xtask: {error:#}");
    }
    let verified = tachograph().args(["verify", "--database-url", &database]).status()?.success();
    Ok(settled.is_ok() && verified)
}

fn is_settled(database: &str) -> bool {
    let status = tachograph().args(["status", "--json", "--database-url", database]).output();
    let told = status.map(|status| String::from_utf8_lossy(&status.stdout).into_owned()).unwrap_or_default();
    [r#""queued":0,"#, r#""deadLetters":0,"#].iter().all(|part| told.contains(part))
}

fn health(url: &str) -> bool {
    crate::process::works(tachograph().args(["health", "--server", url]))
}

fn until(what: &str, most: Duration, mut is_so: impl FnMut() -> bool) -> Result<()> {
    let began = Instant::now();
    while !is_so() {
        if began.elapsed() > most {
            bail!("not after {} s: {what}", most.as_secs());
        }
        sleep(Duration::from_millis(250));
    }
    Ok(())
}

/// The program that was built.
fn tachograph() -> Command {
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let mut command = Command::new(built.join("debug/tachograph"));
    command.stdin(Stdio::null());
    command
}

/// A process that ends with its scope.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}
