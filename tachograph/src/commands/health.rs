//! `health`: checks whether a running server can read and write, for containers and scripts without another
//! HTTP client.
use crate::options::ServerArgs;
use crate::terminal::say;
use anyhow::{Context as _, bail};
use std::process::ExitCode;
use std::time::Duration;

/// Longer than the server's own check takes.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let server = args.server.server()?;
    let url = server.url("/readyz");
    let answer =
        server.client()?.get(&url).timeout(PATIENCE).send().await.with_context(|| format!("no answer from {url}"))?;
    let status = answer.status();
    let text = answer.text().await.unwrap_or_default();
    if !status.is_success() {
        bail!("{url} returned {status}: {}", text.trim());
    }
    say(text.trim());
    Ok(ExitCode::SUCCESS)
}
