//! `migrate`: the steps alone, for those who run them apart from the servers.
use crate::options::DatabaseArgs;
use crate::terminal::say;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let store = args.database.open().await?;
    store.close().await;
    say("the database is at its newest step");
    Ok(ExitCode::SUCCESS)
}
