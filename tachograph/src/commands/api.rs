//! `api`: only the API; workers run elsewhere.
use crate::options::{ApiArgs, DatabaseArgs, ListenArgs, ProjectionArgs, RetentionArgs, TlsArgs};
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
    projection: ProjectionArgs,
    #[command(flatten)]
    retention: RetentionArgs,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let stop = shutdown::on_signal()?;
    let tls = args.tls.open()?;
    let listener = args.listen.bind(args.api.dev).await?;
    let store = args.database.open().await?;
    let window = args.projection.options().post_handoff_window;
    let options = args.api.options(&local_url(&listener, args.tls.is_on())?, window, args.retention)?;
    Running::new(store, stop).with_api(listener, tls, options).await?.finish().await?;
    Ok(ExitCode::SUCCESS)
}
