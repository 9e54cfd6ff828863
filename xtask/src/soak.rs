//! `soak`: a fleet of processes under a steady load for many minutes; nothing may grow, fail or be wrong.
use crate::postgres;
use crate::process::{cargo, must};
use anyhow::Result;

/// The binary to be measured instead of the one built from here.
const BINARY_VARIABLE: &str = "TACHOGRAPH_BIN";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// For how many minutes
    #[arg(long, default_value_t = 15.0)]
    minutes: f64,
    /// How many events a second are sent
    #[arg(long, default_value_t = 1_000.0)]
    rate: f64,
    /// How many clients follow the live counts
    #[arg(long, default_value_t = 500)]
    subscribers: usize,
    /// How many questions of the dashboard are asked a second
    #[arg(long, default_value_t = 20.0)]
    queries: f64,
}

/// Runs it; true if every limit is met.
pub(crate) fn run(args: &Args) -> Result<bool> {
    postgres::ensure()?;
    let mut soak = cargo(["run", "--locked", "--package", "bench"]);
    let binary = std::env::var_os(BINARY_VARIABLE);
    if binary.is_none() {
        must(&mut cargo(["build", "--release", "--locked", "--package", "tachograph"]))?;
        // The measured binary is next to the one that measures it.
        soak.arg("--release");
    }
    soak.args(["--", "soak"]);
    if let Some(binary) = binary {
        soak.arg("--binary").arg(binary);
    }
    soak.args([format!("--minutes={}", args.minutes), format!("--rate={}", args.rate)]);
    soak.args([format!("--subscribers={}", args.subscribers), format!("--queries={}", args.queries)]);
    Ok(soak.status()?.success())
}
