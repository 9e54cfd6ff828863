//! The one binary: server, worker, demo and everything an operator does by hand.
//!
//! To add a command: a file in [`commands`] with its `Args` and `run`, and a line in [`cli::Command`].

mod cli;
mod commands;
mod config;
mod days;
mod logs;
mod options;
mod server;
mod shutdown;
mod terminal;

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A request is thousands of small allocations; the system's allocator took a fifth of the time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::start(std::env::args_os().collect())
}
