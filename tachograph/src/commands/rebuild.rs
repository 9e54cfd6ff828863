//! `rebuild`: read models anew from the stored events.
use crate::options::{DatabaseArgs, ProjectionArgs};
use crate::terminal::{Bar, say};
use entities::OrgId;
use std::process::ExitCode;
use worker::RebuildReport;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    projection: ProjectionArgs,
    /// Only this organisation
    #[arg(long, env = "TACHOGRAPH_ORG", value_name = "ID")]
    org: Option<String>,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let store = args.database.existing().await?;
    let org = args.org.map(OrgId::from);
    let mut bar = Bar::new("rebuild", 0);
    let report = worker::rebuild(&store, &args.projection.options(), org.as_ref(), &mut bar).await;
    bar.clear();
    store.close().await;
    let RebuildReport { organizations, events, dead_letters } = report?;
    say(format_args!("rebuilt: organizations={organizations} events={events} dead_letters={dead_letters}"));
    Ok(ExitCode::SUCCESS)
}
