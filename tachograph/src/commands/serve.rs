//! `serve`: the API and the worker in one process.
use crate::options::{ApiArgs, DatabaseArgs, ListenArgs, RetentionArgs, TlsArgs, WorkerArgs};
use crate::server::{Running, local_url};
use crate::shutdown;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    tls: TlsArgs,
    #[command(flatten)]
    api: ApiArgs,
    #[command(flatten)]
    worker: WorkerArgs,
    #[command(flatten)]
    retention: RetentionArgs,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let stop = shutdown::on_signal()?;
    let tls = args.tls.open()?;
    let listener = args.listen.bind(args.api.dev).await?;
    let store = args.database.open().await?;
    let worker = args.worker.options(args.retention);
    let options =
        args.api.options(&local_url(&listener, args.tls.is_on())?, worker.post_handoff_window, args.retention)?;
    let running = Running::new(store, stop).with_worker(worker)?.with_api(listener, tls, options).await?;
    running.finish().await?;
    Ok(ExitCode::SUCCESS)
}
