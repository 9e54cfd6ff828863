//! Waiting for a condition, never for a time.
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// What takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(90);

/// Returns when the condition holds.
pub(crate) async fn until(what: &str, mut condition: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    let began = Instant::now();
    while !condition().await? {
        if began.elapsed() > PATIENCE {
            bail!("waited {PATIENCE:?} in vain until {what}");
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}
