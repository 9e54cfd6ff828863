//! `dashboard`: measures the dashboard in a browser, against the limits it promises to keep.
use crate::languages;
use crate::process::{cargo, must, root};
use anyhow::Result;
use std::process::Command;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How often each figure is measured; the median counts
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// Measures; true if every value is within its limit.
pub(crate) fn run(args: &Args) -> Result<bool> {
    languages::ensure()?;
    must(&mut cargo(["build", "--release", "--locked", "--package", "tachograph"]))?;
    let client = root().join("frontend-static");
    // Lighthouse is in a separate folder, so that just building the dashboard does not need it.
    for folder in [client.clone(), client.join("scripts/lighthouse")] {
        must(Command::new("npm").args(["ci", "--ignore-scripts"]).current_dir(folder))?;
    }
    let mut measure = Command::new("node");
    measure.args(["scripts/measure.mjs", &args.rounds.to_string()]).current_dir(client);
    Ok(measure.status()?.success())
}
