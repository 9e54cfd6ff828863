//! At most four times a second.
use std::time::Duration;
use tokio::time::Instant;

/// The least time between two turns.
pub const TICK: Duration = Duration::from_millis(250);

/// Keeps turns apart.
#[derive(Debug, Default)]
pub struct Throttle(Option<Instant>);

impl Throttle {
    /// Waits until the next turn may begin; the first begins at once.
    pub async fn turn(&mut self) {
        if let Some(last) = self.0 {
            tokio::time::sleep_until(last + TICK).await;
        }
        self.0 = Some(Instant::now());
    }
}
