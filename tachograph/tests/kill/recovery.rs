//! How long after a fault events are acknowledged again.
use crate::load::Load;
use anyhow::Result;
use std::time::{Duration, Instant};

/// The recovery times after faults of one kind.
#[derive(Debug, Default)]
pub(crate) struct Recoveries(Vec<Duration>);

impl Recoveries {
    /// Waits until events are acknowledged again, and records how long it took.
    pub(crate) async fn wait(&mut self, load: &Load) -> Result<()> {
        let began = Instant::now();
        load.acknowledged(1).await?;
        self.add(began.elapsed());
        Ok(())
    }

    /// Records a recovery time.
    pub(crate) fn add(&mut self, wait: Duration) {
        self.0.push(wait);
    }

    /// The longest one so far.
    pub(crate) fn longest(&self) -> Duration {
        self.0.iter().copied().max().unwrap_or_default()
    }

    /// Prints them, with the name of the fault.
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
