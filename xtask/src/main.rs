//! Development tasks: `cargo xtask <task>`. It depends on no other crate of the workspace, so it builds within
//! seconds, whatever state the rest is in.

mod agents;
mod chaos;
mod cluster;
mod coverage;
mod dashboard;
mod debian;
mod fuzz;
mod languages;
mod lcov;
mod postgres;
mod process;
mod soak;
mod summary;
mod test;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(about = "Chores of the workspace", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every test on both engines; installs what that needs
    Test(test::Args),
    /// Kill processes and database again and again, and count whether anything was lost
    Chaos(chaos::Args),
    /// Run the tests on a Citus cluster of three machines, and kill one of them under load
    Cluster(cluster::Args),
    /// Keep a fleet under a steady load, and tell whether it grows, fails or miscounts
    Soak(soak::Args),
    /// Search for bodies and histories that break the contract or the fold
    Fuzz(fuzz::Args),
    /// Run real coding agents against a scripted model, and compare what is said about them with what it served
    Agents(agents::Args),
    /// Measure how much of the write path the tests reach
    Coverage,
    /// Measure the dashboard in a browser against the limits that it promises to keep
    Dashboard(dashboard::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Test(args) => test::run(&args),
        Task::Chaos(args) => chaos::run(&args),
        Task::Cluster(args) => cluster::run(&args),
        Task::Soak(args) => soak::run(&args),
        Task::Fuzz(args) => fuzz::run(&args),
        Task::Agents(args) => agents::run(&args),
        Task::Coverage => coverage::run(),
        Task::Dashboard(args) => dashboard::run(&args),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
