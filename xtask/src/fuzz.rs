//! `fuzz`: runs the fuzz targets for a given time.
use crate::process::{cargo, listen};
use crate::summary::Summary;
use anyhow::Result;

/// How long each target searches, in milliseconds, and that it does not stop after a number of inputs.
const TIME_VARIABLE: &str = "BOLERO_RANDOM_TEST_TIME_MS";
const ITERATIONS_VARIABLE: &str = "BOLERO_RANDOM_ITERATIONS";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many seconds each target searches
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
}

/// Runs every target; true if none found anything.
pub(crate) fn run(args: &Args) -> Result<bool> {
    let mut summary = Summary::default();
    let mut tests = cargo(["test", "--workspace", "--no-fail-fast", "--tests", "--", "fuzz::"]);
    tests.env(TIME_VARIABLE, (args.seconds * 1_000).to_string());
    tests.env(ITERATIONS_VARIABLE, usize::MAX.to_string());
    let status = listen(&mut tests, |line| summary.hear(line))?;
    summary.print();
    Ok(status.success())
}
