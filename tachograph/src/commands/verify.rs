//! `verify`: proves on a live database that the read models match the events.
use super::known;
use crate::options::{DatabaseArgs, ProjectionArgs};
use crate::terminal::{Bar, say};
use std::process::ExitCode;
use worker::VerifyReport;

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
    let mut bar = Bar::new("verify", 0);
    let report = worker::verify(&store, &options, org.as_ref(), &mut bar).await;
    bar.clear();
    store.close().await;
    Ok(tell(&report?))
}

fn tell(report: &VerifyReport) -> ExitCode {
    let VerifyReport { organizations, events, queued, dead_letters, rows, differences, examples } = report;
    for example in examples {
        say(example);
    }
    let verdict = if *differences == 0 { "equal".to_owned() } else { format!("{differences} rows differ") };
    say(format_args!(
        "{verdict}: organizations={organizations} events={events} rows={rows} queued={queued} dead_letters={dead_letters}"
    ));
    if *differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
