//! The one binary: server, worker, demo and everything an operator does by hand.
//!
//! To add a command: a file in [`commands`] with its `Args` and `run`, and a line in [`cli::Command`].

mod cli;
mod commands;
mod days;
mod logs;
mod options;
mod server;
mod shutdown;
mod terminal;

use clap::Parser as _;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A request is thousands of small allocations; the system's allocator took a fifth of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match cli.run() {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&error);
            ExitCode::FAILURE
        }
    }
}
