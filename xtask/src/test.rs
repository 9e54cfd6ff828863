//! `test`: every test of the workspace, those of the documentation included.
use crate::process::{cargo, listen};
use crate::summary::Summary;
use crate::{languages, postgres, tools};
use anyhow::Result;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only tests whose name contains one of these words
    filter: Vec<String>,
}

/// Runs the tests; true when all passed.
pub(crate) fn run(args: &Args) -> Result<bool> {
    postgres::ensure()?;
    languages::ensure()?;
    let mut summary = Summary::default();
    let mut units = if tools::has("nextest") {
        cargo(["nextest", "run", "--workspace", "--no-fail-fast", "--no-tests=pass"])
    } else {
        cargo(["test", "--workspace", "--all-targets", "--no-fail-fast"])
    };
    let mut good = listen(units.args(&args.filter), |line| summary.hear(line))?.success();
    if args.filter.is_empty() {
        let mut documentation = cargo(["test", "--workspace", "--doc", "--no-fail-fast"]);
        good &= listen(&mut documentation, |line| summary.hear(line))?.success();
    }
    if !good && summary.failed == 0 {
        // It did not even come to tests.
        summary.failed = 1;
    }
    summary.print();
    Ok(good)
}
