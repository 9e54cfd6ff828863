//! Shutdown on request.
use anyhow::Context as _;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// The maximum time from the signal to the end of the process. Whatever is still running then is cut off:
/// acknowledged events are durable, and unfinished transactions leave nothing behind.
const DEADLINE: Duration = Duration::from_millis(4_500);

/// A token canceled by SIGTERM or Ctrl-C; after that, the process ends within the deadline, no matter how long
/// its parts take to react.
pub(crate) fn on_signal() -> anyhow::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for Ctrl-C")?;
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        asked.cancel();
        tokio::time::sleep(DEADLINE).await;
        tracing::warn!("aborting what did not stop in time");
        std::process::exit(0);
    });
    Ok(stop)
}
