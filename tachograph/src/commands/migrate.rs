//! `migrate`: only the migrations, for operators who run them separately from the servers, and the distribution
//! over machines.
use crate::options::DatabaseArgs;
use crate::terminal::{done, say};
use clap::ValueEnum;
use std::process::ExitCode;
use store::Store;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Then distribute the tables over the machines of a cluster, by organization; can be repeated. Stop the servers
    /// before the first time, and restart them afterwards
    #[arg(long, env = "TACHOGRAPH_DISTRIBUTE", value_enum, value_name = "ENGINE")]
    distribute: Option<Cluster>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Cluster {
    /// `PostgreSQL` with the extension citus
    Citus,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let store = args.database.open().await?;
    let distributed = match args.distribute {
        Some(Cluster::Citus) => distribute(&store).await,
        None => Ok(()),
    };
    store.close().await;
    distributed?;
    say("the database is up to date");
    Ok(ExitCode::SUCCESS)
}

async fn distribute(store: &Store) -> anyhow::Result<()> {
    let distribution = migration::distribute(store).await?;
    for (what, tables) in [("distributed", &distribution.distributed), ("copied", &distribution.copied)] {
        let tables = if tables.is_empty() { "nothing to do".to_owned() } else { tables.join(", ") };
        done(what, tables);
    }
    done("machines", format!("{} hold data (citus {})", distribution.nodes, distribution.version));
    Ok(())
}
