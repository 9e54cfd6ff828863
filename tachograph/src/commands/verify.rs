//! `verify`: proof on a live database that the read models are what the events say.
use crate::options::{DatabaseArgs, ProjectionArgs};
use crate::terminal::{Bar, say};
use entities::OrgId;
use std::process::ExitCode;
use store::{Sql, Store};
use worker::VerifyReport;

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
    if let Some(org_id) = &org {
        // Of a misspelt one nothing differs, which proves nothing.
        anyhow::ensure!(
            is_known(&store, org_id).await?,
            "there is no organization with this id; see `organizations` in GraphQL"
        );
    }
    let mut bar = Bar::new("verify", 0);
    let report = worker::verify(&store, &args.projection.options(), org.as_ref(), &mut bar).await;
    bar.clear();
    store.close().await;
    Ok(tell(&report?))
}

async fn is_known(store: &Store, org_id: &OrgId) -> anyhow::Result<bool> {
    let sql = Sql::new("SELECT 1 FROM orgs WHERE org_id = $1").text(org_id.shared());
    Ok(!store.fetch(sql).await?.is_empty())
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
