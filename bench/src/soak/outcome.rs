//! The outcome of a soak test.
use super::Soak;
use super::ledger::Ledger;
use super::trend::{Slope, floor, rise, slope};
use super::watch::{Series, Watch};
use std::time::Duration;

/// The outcome of a soak test.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub(super) load: Soak,
    pub(super) took: Duration,
    /// The processes of the measured program.
    pub growth: Vec<Growth>,
    /// All processes of the database together.
    pub database: Growth,
    /// The median and maximum number of queued events.
    pub queue: (u64, u64),
    /// For each type of response, the count, and p50, p95 and p99 in milliseconds.
    pub answers: Vec<(&'static str, u64, [f64; 3])>,
    /// Acknowledged events.
    pub sent: u64,
    /// Values sent to subscribers.
    pub heard: u64,
    /// The total number of errors.
    pub errors: u64,
    /// The first of them.
    pub examples: Vec<String>,
    /// Whether the read models equal their recomputation, with an empty queue and no dead letters.
    pub verified: bool,
    /// The output of `verify`.
    pub said: String,
}

/// The growth of a process.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    /// Its name.
    pub name: &'static str,
    /// Its memory in KiB: initial, final and maximum.
    pub memory: [f64; 3],
    /// The slope over the second half in KiB per minute, through all samples.
    pub slope: Slope,
    /// The same through the minimum of each window.
    pub floor: Slope,
    /// Its open handles: initial, final and maximum.
    pub handles: [u64; 3],
    /// How many more handles it had in the last third than in the middle one.
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
