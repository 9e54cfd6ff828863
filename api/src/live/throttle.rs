//! Limits work to four times a second.
use std::time::Duration;
use tokio::time::Instant;

/// The minimum time between two runs.
pub const TICK: Duration = Duration::from_millis(250);

/// Spaces runs apart.
#[derive(Debug, Default)]
pub struct Throttle(Option<Instant>);

impl Throttle {
    /// Waits until the next run may begin; the first begins at once.
    pub async fn turn(&mut self) {
        if let Some(last) = self.0 {
            tokio::time::sleep_until(last + TICK).await;
        }
        self.0 = Some(Instant::now());
    }
}
