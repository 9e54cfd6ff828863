//! `rebuild`: recomputes read models from the stored events.
use super::known;
use crate::options::{DatabaseArgs, ProjectionArgs};
use crate::terminal::{Bar, say};
use std::process::ExitCode;
use worker::RebuildReport;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    projection: ProjectionArgs,
    /// Only this organization
    #[arg(long, env = "TACHOGRAPH_ORG", value_name = "ID")]
    org: Option<String>,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let store = args.database.existing().await?;
    let org = known::organization(&store, args.org.as_deref()).await?;
    let options = args.projection.options();
    worker::window::agree(&store, &options).await?;
    let mut bar = Bar::new("rebuild", 0);
    let report = worker::rebuild(&store, &options, org.as_ref(), &mut bar).await;
    bar.clear();
    store.close().await;
    let RebuildReport { organizations, events, dead_letters } = report?;
    say(format_args!("rebuilt: organizations={organizations} events={events} dead_letters={dead_letters}"));
    Ok(ExitCode::SUCCESS)
}
