//! `worker`: only projection. Any number of workers may share a `PostgreSQL` database; a `SQLite` file allows
//! one.
use crate::options::{DatabaseArgs, RetentionArgs, WorkerArgs, bind};
use crate::server::Running;
use crate::shutdown;
use std::net::SocketAddr;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    worker: WorkerArgs,
    #[command(flatten)]
    retention: RetentionArgs,
    /// Serve /healthz, /readyz and /metrics on this address [default: do not listen]
    #[arg(long, env = "TACHOGRAPH_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let stop = shutdown::on_signal()?;
    let listener = match args.listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let store = args.database.open().await?;
    let mut running = Running::new(store, stop).with_worker(args.worker.options(args.retention))?;
    if let Some(listener) = listener {
        running = running.with_health(listener).await?;
    }
    running.finish().await?;
    Ok(ExitCode::SUCCESS)
}
