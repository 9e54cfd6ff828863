//! `schema`: the GraphQL schema as defined by the Rust types, or the permissions of its fields.
use crate::terminal::say;
use clap::builder::BoolishValueParser;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print the table of permissions instead, as Markdown
    #[arg(long, env = "TACHOGRAPH_SCHEMA_PERMISSIONS", value_parser = BoolishValueParser::new())]
    permissions: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "every command answers alike")]
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let page = if args.permissions { api::permissions::page() } else { api::schema_sdl() };
    say(page.trim_end());
    Ok(ExitCode::SUCCESS)
}
