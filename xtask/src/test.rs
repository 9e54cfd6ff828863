//! `test`: runs all tests of the workspace, including doctests.
use crate::process::{cargo, listen};
use crate::summary::Summary;
use crate::{languages, postgres, tools};
use anyhow::Result;

/// Makes requests of API tests alternate between two servers on one `PostgreSQL`.
const PAIR_VARIABLE: &str = "TACHOGRAPH_TEST_PAIR";
/// All tests except those of what a single process does: its key fetches and key cache, its rate limits, its
/// statements, its probes, its shutdown.
const PAIR: &str = "package(api) & test(postgres) - test(key_server::) - test(limits::who_comes) \
    - test(statements::queries_cost) - test(upkeep::probes_within) - test(costs::ended::) - test(costs::sharing::) \
    - test(a_key_that_another_process_revoked_ends)";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only tests whose name contains one of these words
    filter: Vec<String>,
}

/// Runs the tests; true if all passed.
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
        // It failed before any test ran.
        summary.failed = 1;
    }
    summary.print();
    Ok(good)
}
