//! `status`: the state of the installation, read only from its database, so that it also works if no server is
//! running. It exits with 0 if all is well, and with 1 if something needs attention.

mod judge;
mod look;
mod show;

use crate::options::{DatabaseArgs, DiskArgs};
use crate::terminal::say;
use clap::builder::BoolishValueParser;
use judge::Problem;
use look::Status;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    disk: DiskArgs,
    /// Print one JSON object, for scripts
    #[arg(long, env = "TACHOGRAPH_JSON", value_parser = BoolishValueParser::new())]
    json: bool,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let status = match look(&args).await {
        Ok(status) => status,
        Err(error) if args.json => {
            let next = "check that the database is running, and that --database-url or --data-dir is correct";
            let problem = Problem { code: "UNREACHABLE", reason: format!("{error:#}"), next: next.to_owned() };
            say(show::unknown(&problem));
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error),
    };
    let troubles = judge::judge(&status);
    if args.json {
        say(show::json(&status, &troubles));
    } else {
        show::print(&status, &troubles);
    }
    Ok(if troubles.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn look(args: &Args) -> anyhow::Result<Status> {
    let store = args.database.as_it_is().await?;
    let status = look::look(&store, args.disk.min_free_disk).await;
    store.close().await;
    status
}
