//! `schema`: the contract of the GraphQL API, as the Rust types spell it.
use crate::terminal::say;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

#[expect(clippy::unnecessary_wraps, reason = "every command answers alike")]
pub(crate) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    say(api::schema_sdl().trim_end());
    Ok(ExitCode::SUCCESS)
}
