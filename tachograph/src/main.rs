//! The only binary: server, worker, demo and all operator commands.
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

/// A request makes thousands of small allocations; the system's allocator took a fifth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::start(std::env::args_os().collect())
}
