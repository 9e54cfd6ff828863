//! The limits, and which of them were missed.
use super::outcome::Outcome;

/// The limits. The database is shown but has none: what its backends cache of tables and plans is up to it, and
/// it opens a file for each segment of a growing table.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many KiB per minute a process's memory floor may rise in the second half, beyond two of its standard
    /// errors. The shorter the run, the larger a leak must be to be detected.
    pub slope: f64,
    /// How many more handles a process may have in the last third than in the middle one: a connection or two
    /// that a pool opens late.
    pub rise: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { slope: 100.0, rise: 4 }
    }
}

impl Outcome {
    /// A description of every missed limit.
    #[must_use]
    pub fn complaints(&self, limits: &Limits) -> Vec<String> {
        let mut complaints = Vec::new();
        for grown in &self.growth {
            let (name, floor, rise) = (grown.name, grown.floor, grown.rise);
            if floor.each - 2.0 * floor.error > limits.slope {
                complaints
                    .push(format!("{name} grew by {:.0} KiB/min, at most {:.0} are allowed", floor.each, limits.slope));
            }
            if rise > limits.rise {
                complaints.push(format!("{name} had {rise} handles more in the last third than before"));
            }
        }
        if self.errors > 0 {
            complaints.push(format!("{} errors, such as:\n    {}", self.errors, self.examples.join("\n    ")));
        }
        if self.sent == 0 || self.answers.len() < 4 || (self.load.subscribers > 0 && self.heard == 0) {
            complaints.push("some kind of load did not arrive".to_owned());
        }
        if !self.verified {
            complaints.push(format!("verify: {}", self.said));
        }
        complaints
    }
}
