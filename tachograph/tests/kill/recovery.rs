//! How long it takes after a fault until events are acknowledged again.
use crate::load::Load;
use anyhow::Result;
use std::time::{Duration, Instant};

/// The waits after faults of one kind.
#[derive(Debug, Default)]
pub(crate) struct Recoveries(Vec<Duration>);

impl Recoveries {
    /// Waits, from now on, until the load is acknowledged again.
    pub(crate) async fn wait(&mut self, load: &Load) -> Result<()> {
        let began = Instant::now();
        load.acknowledged(1).await?;
        self.add(began.elapsed());
        Ok(())
    }

    /// Notes a wait.
    pub(crate) fn add(&mut self, wait: Duration) {
        self.0.push(wait);
    }

    /// The longest so far.
    pub(crate) fn longest(&self) -> Duration {
        self.0.iter().copied().max().unwrap_or_default()
    }

    /// Tells them, by the name of the fault.
    pub(crate) fn tell(mut self, fault: &str) {
        self.0.sort_unstable();
        if let (Some(median), Some(longest)) = (self.0.get(self.0.len() / 2), self.0.last()) {
            let times = self.0.len();
            eprintln!(
                "{fault}: {times} times, acknowledged again after {median:.0?} (median), {longest:.0?} (longest)"
            );
        }
    }
}
