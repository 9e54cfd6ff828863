//! Waits for conditions, never for fixed times.
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// The timeout.
const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until the condition holds.
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
