//! `coverage`: how much of the write path, from ingest to read models, is covered by tests.
use crate::lcov::Lines;
use crate::process::{cargo, must, root};
use crate::{postgres, tools};
use anyhow::{Context as _, Result, bail};
use std::process::Command;

/// The write path.
const MEASURED: [&str; 4] = ["worker/src", "fold/src", "ingest/src", "domain/src/contract"];
/// What is excluded from the table by file, as a regular expression: everything else.
const OTHERS: &str = "(api|auth|bench|connect|entities|generator|migration|prices|query|store|tachograph|telemetry|testkit|web|xtask)/|domain/src/([^c]|c[^o]|cod)";

/// Prints a table by file, and a line per part of the write path; true if all tests passed.
pub(crate) fn run() -> Result<bool> {
    postgres::ensure()?;
    if !tools::has("nextest") || !tools::has("llvm-cov") {
        bail!("coverage needs cargo-nextest and cargo-llvm-cov, which could not be installed");
    }
    must(Command::new("rustup").args(["component", "add", "llvm-tools"]))?;
    // Failed tests cover lines, too, so the coverage is printed anyway.
    let tests = must(&mut cargo(["llvm-cov", "nextest", "--workspace", "--no-report", "--no-fail-fast"]));
    if let Err(error) = &tests {
        eprintln!("xtask: {error:#}");
    }
    must(&mut cargo(["llvm-cov", "report", "--ignore-filename-regex", OTHERS]))?;
    let details = root().join("target/coverage.lcov");
    must(cargo(["llvm-cov", "report", "--lcov", "--output-path"]).arg(&details))?;
    let text = std::fs::read_to_string(&details).with_context(|| format!("cannot read {}", details.display()))?;
    for folder in MEASURED {
        tell(folder, Lines::of(&text, &root().join(folder)));
    }
    Ok(tests.is_ok())
}

#[expect(clippy::print_stdout, reason = "the result of the task")]
fn tell(folder: &str, lines: Lines) {
    println!("{folder}: {} of {} lines, {:.1} %", lines.reached, lines.all, lines.percent());
}
