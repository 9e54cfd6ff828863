//! `chaos`: many rounds of the kill tests.
use crate::process::{cargo, listen};
use crate::summary::Summary;
use crate::{postgres, tools};
use anyhow::{Result, bail};

/// How often the kill tests kill.
const ROUNDS_VARIABLE: &str = "TACHOGRAPH_CHAOS_ROUNDS";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How often everything is killed
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// Runs the kill tests; true if nothing was lost or counted twice.
pub(crate) fn run(args: &Args) -> Result<bool> {
    postgres::ensure()?;
    if !tools::has("nextest") {
        bail!("the kill tests run one by one under cargo-nextest, which could not be installed");
    }
    // The whole workspace is named so that nothing is compiled again with different features.
    let mut tests = cargo([
        "nextest",
        "run",
        "--workspace",
        "--no-fail-fast",
        "-E",
        "binary(kill)",
        "--test-threads=1",
        "--profile=chaos",
        // The output says how long recovery took.
        "--success-output=immediate",
    ]);
    let mut summary = Summary::default();
    let status = listen(tests.env(ROUNDS_VARIABLE, args.rounds.to_string()), |line| summary.hear(line))?;
    summary.print();
    Ok(status.success())
}
