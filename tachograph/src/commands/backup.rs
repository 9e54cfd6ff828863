//! `backup`: copies a SQLite database while it is in use.
use crate::options::DatabaseArgs;
use crate::terminal::say;
use anyhow::{Context as _, bail};
use std::path::PathBuf;
use std::process::ExitCode;
use store::Engine;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The new file; an existing one is never overwritten
    #[arg(long, env = "TACHOGRAPH_BACKUP_TO", value_name = "FILE")]
    to: PathBuf,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let store = args.database.existing().await?;
    if store.engine() == Engine::Postgres {
        bail!(
            "PostgreSQL has its own tools: pg_dump for a copy, pg_basebackup for a whole server; see docs/operations/data.md"
        );
    }
    let bytes = store.back_up(&args.to).await.context("nothing was copied")?;
    store.close().await;
    say(format_args!("copied and checked: {} bytes in {}", bytes, args.to.display()));
    Ok(ExitCode::SUCCESS)
}
