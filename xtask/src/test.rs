//! `test`: every test of the workspace, those of the documentation included.
use crate::process::{cargo, listen};
use crate::summary::Summary;
use crate::{languages, postgres, tools};
use anyhow::Result;

/// Has the tests of the API ask two servers of one `PostgreSQL` in turns.
const PAIR_VARIABLE: &str = "TACHOGRAPH_TEST_PAIR";
/// All of them but those that look at what a single process does: its fetches and its memory of keys, its own limits
/// of rates, its statements, its probes, the end of its work.
const PAIR: &str = "package(api) & test(postgres) - test(key_server::) - test(limits::who_comes) \
    - test(statements::queries_cost) - test(upkeep::probes_within) - test(costs::ended::) - test(costs::sharing::) \
    - test(a_key_that_another_process_revoked_ends)";

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
    if args.filter.is_empty() && tools::has("nextest") {
        let mut pair = cargo(["nextest", "run", "--workspace", "--no-fail-fast", "-E", PAIR]);
        good &= listen(pair.env(PAIR_VARIABLE, "1"), |line| summary.hear(line))?.success();
    }
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
