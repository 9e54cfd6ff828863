//! What came of it.
use super::Soak;
use super::ledger::Ledger;
use super::trend::{Slope, floor, rise, slope};
use super::watch::{Series, Watch};
use std::time::Duration;

/// What was seen in the end.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub(super) load: Soak,
    pub(super) took: Duration,
    /// The processes of the measured program.
    pub growth: Vec<Growth>,
    /// The database's processes together.
    pub database: Growth,
    /// The median and the most of the events that waited.
    pub queue: (u64, u64),
    /// Of each kind of answer how many there were, and in milliseconds its p50, p95 and p99.
    pub answers: Vec<(&'static str, u64, [f64; 3])>,
    /// Events that were acknowledged.
    pub sent: u64,
    /// Values that subscribers were sent.
    pub heard: u64,
    /// Whatever went wrong, by anybody's account.
    pub errors: u64,
    /// The first of them.
    pub examples: Vec<String>,
    /// Whether the read models equal their recomputation, nothing left and nothing given up.
    pub verified: bool,
    /// What `verify` said.
    pub said: String,
}

/// How a process grew.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    /// Which one.
    pub name: &'static str,
    /// Its memory at first, in the end, and at most, in KiB.
    pub memory: [f64; 3],
    /// KiB a minute over the second half, through all samples.
    pub slope: Slope,
    /// Likewise, through the lowest of each part of that time.
    pub floor: Slope,
    /// Its open handles at first, in the end, and at most.
    pub handles: [u64; 3],
    /// How many more it had in the last third than in the third before.
    pub rise: u64,
}

impl Growth {
    fn of(series: &Series) -> Self {
        let samples = &series.samples;
        let half: Vec<_> = samples[samples.len() / 2..].iter().map(|sample| (sample.minutes, sample.kib)).collect();
        let handles: Vec<u64> = samples.iter().map(|sample| sample.handles).collect();
        let ends = (samples.first(), samples.last());
        let (Some(first), Some(last)) = ends else { return Self { name: series.name, ..Self::default() } };
        Self {
            name: series.name,
            memory: [first.kib, last.kib, samples.iter().map(|sample| sample.kib).fold(0.0, f64::max)],
            slope: slope(&half),
            floor: slope(&floor(&half)),
            handles: [first.handles, last.handles, handles.iter().copied().max().unwrap_or_default()],
            rise: rise(&handles),
        }
    }
}

impl Outcome {
    pub(super) fn new(load: &Soak, took: Duration, watch: &Watch, ledger: &Ledger, verified: (bool, String)) -> Self {
        let mut growth: Vec<Growth> = watch.series.iter().map(Growth::of).collect();
        let database = growth.pop().unwrap_or_default();
        let mut depths = watch.depths.clone();
        depths.sort_unstable();
        let (verified, said) = verified;
        Self {
            load: load.clone(),
            took,
            growth,
            database,
            queue: (
                depths.get(depths.len() / 2).copied().unwrap_or_default(),
                depths.last().copied().unwrap_or_default(),
            ),
            answers: ledger.answers(),
            sent: ledger.sent(),
            heard: ledger.heard(),
            errors: ledger.errors(),
            examples: ledger.examples(),
            verified,
            said,
        }
    }
}
