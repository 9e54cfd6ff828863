//! `cluster`: runs the tests on a real Citus cluster of three machines, checks what happens to events while
//! machines are killed, and measures the overhead. If the extension is not installed, it says so and does
//! nothing.

mod nodes;

use crate::process::{cargo, listen, must};
use crate::summary::Summary;
use crate::tools;
use anyhow::{Result, bail};
use nodes::{MACHINES, Nodes};

/// The server that the tests run on.
const SERVER_VARIABLE: &str = "TACHOGRAPH_TEST_POSTGRES";
/// The crates that build or run statements.
const PACKAGES: [&str; 6] = ["store", "migration", "telemetry", "worker", "api", "tachograph"];
/// How often the kill tests kill, and how they kill and start machines.
const ROUNDS_VARIABLE: &str = "TACHOGRAPH_CHAOS_ROUNDS";
const KILL_VARIABLE: &str = "TACHOGRAPH_TEST_KILL_MACHINE";
const START_VARIABLE: &str = "TACHOGRAPH_TEST_START_MACHINE";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only tests whose name contains one of these words
    filter: Vec<String>,
    /// How often a machine, the coordinator, and one of two apis and two workers is killed under load
    #[arg(long, default_value_t = 10)]
    kills: u32,
    /// Do not run the tests
    #[arg(long)]
    no_tests: bool,
    /// Do not measure
    #[arg(long)]
    no_bench: bool,
    /// How much of the measured events there is: 1 is 40 000
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
}

/// Runs it; true if all tests passed and nothing was lost.
pub(crate) fn run(args: &Args) -> Result<bool> {
    let nodes = Nodes::start()?;
    let mut good = true;
    if !args.no_tests {
        good &= tests(&nodes, &args.filter)?;
    }
    if args.kills > 0 {
        good &= kills(&nodes, args.kills)?;
    }
    if !args.no_bench {
        good &= measure(&nodes, args.scale)?;
    }
    Ok(good)
}

/// Measures the cluster compared to one `PostgreSQL`, and the gain of an additional machine.
#[expect(clippy::print_stdout, reason = "what the figures below are of")]
fn measure(nodes: &Nodes, scale: f64) -> Result<bool> {
    let mut good = true;
    must(&mut cargo(["build", "--release", "--locked", "--package", "tachograph", "--package", "bench"]))?;
    for machines in 1..MACHINES {
        println!("a coordinator and {machines} machine(s) with rows:");
        nodes.spread_over(machines)?;
        let mut bench = cargo(["run", "--release", "--locked", "--package", "bench", "--"]);
        bench.args(["cluster", "--engine", "postgres", "--scale"]).arg(scale.to_string());
        good &= bench.env(SERVER_VARIABLE, nodes.url("postgres")).status()?.success();
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

/// Kills machines, apis and workers under load; true if nothing was lost or counted twice.
fn kills(nodes: &Nodes, rounds: u32) -> Result<bool> {
    let mut tests = cargo(["nextest", "run", "-p", "tachograph", "--no-fail-fast", "--test-threads=1"]);
    tests.args(["--profile=chaos", "--success-output=immediate", "--run-ignored=all", "-E"]);
    tests.arg("binary(kill) and (test(killed_machine) | test(silent_machine) | test(killed_coordinator) | test(two_apis_and_two_workers))");
    tests.env(SERVER_VARIABLE, nodes.url("postgres"));
    tests.env(KILL_VARIABLE, nodes.kill_command()).env(START_VARIABLE, nodes.start_command());
    // In each round, one of the two apis and two workers is killed.
    tests.env(ROUNDS_VARIABLE, rounds.to_string());
    let mut summary = Summary::default();
    let status = listen(&mut tests, |line| summary.hear(line))?;
    summary.print();
    Ok(status.success())
}
