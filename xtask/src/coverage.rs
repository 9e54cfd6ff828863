//! `coverage`: how much of the write path, from ingest to read models, the tests reach.
use crate::process::{cargo, must};
use crate::{postgres, tools};
use anyhow::{Result, bail};
use std::process::Command;

/// Sources that are not measured: everything but `worker`, `entities` and the ingest of `api`.
const OTHERS: &str = "(bench|generator|migration|store|tachograph|testkit|xtask)/|api/src/[^i]";

/// Prints a table of lines and regions by file.
pub(crate) fn run() -> Result<bool> {
    postgres::ensure()?;
    if !tools::has("nextest") || !tools::has("llvm-cov") {
        bail!("coverage needs cargo-nextest and cargo-llvm-cov, which could not be installed");
    }
    must(Command::new("rustup").args(["component", "add", "llvm-tools"]))?;
    must(&mut cargo(["llvm-cov", "nextest", "--workspace", "--no-report", "--no-fail-fast"]))?;
    must(&mut cargo(["llvm-cov", "report", "--ignore-filename-regex", OTHERS]))?;
    Ok(true)
}
