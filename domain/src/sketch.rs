//! A mergeable sketch of run durations, from which percentiles are computed without scanning runs.
//!
//! It is a `DDSketch` (Masson, Rim, Lee: "`DDSketch`: A Fast and Fully-Mergeable Quantile Sketch with
//! Relative-Error Guarantees", VLDB 2019): a duration `x` falls into bucket `i` with `gamma^(i-1) < x <=
//! gamma^i`, `gamma = (1 + a) / (1 - a)`, `a` = 1 %. The bucket's midpoint `2 gamma^i / (gamma + 1)` is off by
//! at most `a`. Buckets are never merged: whole milliseconds up to 2^53 - 1 need fewer than 1 900 of them.
//!
//! Stored form: one byte for the version (1), then two LEB128 numbers for each bucket in ascending order: the
//! distance from the previous bucket (for the first one, from 0) and the count. Bucket 0 holds durations of 0
//! ms, bucket `i + 1` those of `gamma`'s bucket `i`. An empty sketch is stored as no bytes. Equal sketches have
//! equal stored forms.
use crate::leb128;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use thiserror::Error;

/// The maximum relative error of a percentile.
pub const RELATIVE_ERROR: f64 = 0.01;
const GAMMA: f64 = (1.0 + RELATIVE_ERROR) / (1.0 - RELATIVE_ERROR);
const VERSION: u8 = 1;

/// `gamma^i` for ascending `i`, by repeated multiplication, whose result is the same everywhere under IEEE 754.
static BOUNDS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let mut bounds = vec![1.0];
    let mut last: f64 = 1.0;
    while last <= crate::MAX_WHOLE as f64 {
        last *= GAMMA;
        bounds.push(last);
    }
    bounds
});

/// Why stored bytes are not a sketch.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the stored duration sketch is damaged")]
pub struct SketchError;

/// The number of runs in each duration bucket. Counts may be negative in a difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(BTreeMap<u32, i64>);

impl Sketch {
    /// Counts one duration in whole milliseconds, `count` times (if negative, subtracts it).
    pub fn add(&mut self, duration_ms: i64, count: i64) {
        self.add_bucket(bucket_of(duration_ms), count);
    }

    fn add_bucket(&mut self, bucket: u32, count: i64) {
        let slot = self.0.entry(bucket).or_default();
        *slot = slot.saturating_add(count);
        if *slot == 0 {
            self.0.remove(&bucket);
        }
    }

    /// Adds the counts of another sketch, `times` times.
    pub fn merge(&mut self, other: &Self, times: i64) {
        for (bucket, count) in &other.0 {
            self.add_bucket(*bucket, count.saturating_mul(times));
        }
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of durations counted.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.0.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The duration in milliseconds of rank `ceil(percent / 100 * n)` of `n` (nearest rank): the shortest one
    /// such that at least this percentage of runs take no longer; `None` if there are no runs.
    #[must_use]
    pub fn percentile(&self, percent: u8) -> Option<f64> {
        let count = self.count();
        if count <= 0 {
            return None;
        }
        // In whole numbers: as a float, 0.07 * 100 is greater than 7, and would round up to 8.
        let rank = (i128::from(percent.min(100)) * i128::from(count) + 99) / 100;
        let mut up_to = 0_i128;
        for (bucket, count) in &self.0 {
            up_to += i128::from(*count);
            if up_to >= rank.max(1) {
                return Some(middle(*bucket));
            }
        }
        None
    }

    /// The stored form; see the head of this file.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut bytes = vec![VERSION];
        let mut last = 0;
        for (bucket, count) in &self.0 {
            leb128::write(&mut bytes, u64::from(bucket - last));
            leb128::write(&mut bytes, count.cast_unsigned());
            last = *bucket;
        }
        bytes
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// When the bytes are not a stored sketch.
    pub fn decode(bytes: &[u8]) -> Result<Self, SketchError> {
        let mut sketch = Self::default();
        sketch.merge_encoded(bytes)?;
        Ok(sketch)
    }

    /// Adds the counts of a stored sketch.
    ///
    /// # Errors
    /// When the bytes are not a stored sketch; this sketch is then partially merged.
    pub fn merge_encoded(&mut self, bytes: &[u8]) -> Result<(), SketchError> {
        each_encoded(bytes, |bucket, count| {
            self.add_bucket(bucket, count);
            Ok(())
        })
    }

    /// The sum of many stored sketches. An array of counters is much faster for this than a tree.
    ///
    /// # Errors
    /// When the bytes of one are not a stored sketch.
    pub fn sum_encoded<'a>(all: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, SketchError> {
        let mut sums = vec![0_i64; BOUNDS.len() + 1];
        for bytes in all {
            each_encoded(bytes, |bucket, count| {
                let sum = sums.get_mut(bucket as usize).ok_or(SketchError)?;
                *sum = sum.saturating_add(count);
                Ok(())
            })?;
        }
        Ok(Self((0..).zip(sums).filter(|(_, count)| *count != 0).collect()))
    }
}

fn each_encoded(bytes: &[u8], mut each: impl FnMut(u32, i64) -> Result<(), SketchError>) -> Result<(), SketchError> {
    let Some((version, mut rest)) = bytes.split_first() else {
        return Ok(());
    };
    if *version != VERSION {
        return Err(SketchError);
    }
    let mut bucket = 0_u32;
    while !rest.is_empty() {
        let step = leb128::read(&mut rest).ok_or(SketchError)?;
        let count = leb128::read(&mut rest).ok_or(SketchError)?.cast_signed();
        bucket = u32::try_from(step).ok().and_then(|step| bucket.checked_add(step)).ok_or(SketchError)?;
        each(bucket, count)?;
    }
    Ok(())
}

fn bucket_of(duration_ms: i64) -> u32 {
    if duration_ms <= 0 {
        return 0;
    }
    let index = BOUNDS.partition_point(|bound| *bound < duration_ms as f64);
    index as u32 + 1
}

fn middle(bucket: u32) -> f64 {
    match bucket.checked_sub(1) {
        None => 0.0,
        Some(index) => BOUNDS.get(index as usize).map_or(f64::MAX, |bound| bound * 2.0 / (GAMMA + 1.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sketches_ddsketch::{Config, DDSketch};

    #[test]
    fn over_nothing_there_is_no_percentile() {
        assert_eq!(Sketch::default().percentile(50), None);
        assert_eq!(Sketch::default().encode(), Vec::<u8>::new());
    }

    #[test]
    fn the_slowest_of_few_runs_is_seen() {
        let mut sketch = Sketch::default();
        sketch.add(1_000, 1);
        sketch.add(100_000, 1);
        let near = |percent, duration: f64| {
            let told = sketch.percentile(percent).expect("two runs");
            assert!((told - duration).abs() <= duration * RELATIVE_ERROR, "p{percent} is {told}");
        };
        near(50, 1_000.0);
        near(90, 100_000.0);
        near(95, 100_000.0);
        near(99, 100_000.0);
    }

    #[test]
    fn the_stored_form_is_pinned() {
        let mut sketch = Sketch::default();
        for duration in [0, 1, 30_000, 30_001, crate::MAX_WHOLE] {
            sketch.add(duration, 1);
        }
        assert_eq!(sketch.encode(), [1, 0, 1, 1, 1, 132, 4, 2, 169, 10, 1]);
    }

    proptest! {
        /// The definition of nearest rank: the shortest duration such that at least this percentage of runs
        /// take no longer.
        #[test]
        fn the_least_duration_that_so_many_do_not_exceed(durations in prop::collection::vec(1_i64..10_000_000, 1..300), percent in 1_u8..=100) {
            let mut sketch = Sketch::default();
            for duration in &durations { sketch.add(*duration, 1); }
            let enough = |limit: &i64| {
                durations.iter().filter(|duration| *duration <= limit).count() * 100 >= durations.len() * usize::from(percent)
            };
            let exact = *durations.iter().filter(|limit| enough(limit)).min().expect("the longest is enough") as f64;
            let ours = sketch.percentile(percent).expect("not empty");
            prop_assert!((ours - exact).abs() <= exact * (RELATIVE_ERROR + 1e-9), "{ours} for {exact}");
        }

        /// The reference uses a lower rank, so they only have to agree if all durations are equal.
        #[test]
        fn buckets_like_the_reference(duration in 1_i64..10_000_000, count in 1_usize..50) {
            let mut sketch = Sketch::default();
            let mut reference = DDSketch::new(Config::new(RELATIVE_ERROR, 4_096, 1.0e-9));
            for _ in 0..count {
                sketch.add(duration, 1);
                reference.add(duration as f64);
            }
            let ours = sketch.percentile(95).expect("not empty");
            let theirs = reference.quantile(0.95).expect("a valid share").expect("not empty");
            prop_assert!((ours - theirs).abs() <= duration as f64 * 0.03, "{ours} against {theirs}");
        }

        #[test]
        fn stored_and_merged_in_any_order(left in prop::collection::vec(0_i64..=crate::MAX_WHOLE, 0..50), right in prop::collection::vec(0_i64..100, 0..50)) {
            let (mut a, mut b, mut both) = (Sketch::default(), Sketch::default(), Sketch::default());
            for duration in &left { a.add(*duration, 1); both.add(*duration, 1); }
            for duration in &right { b.add(*duration, 1); both.add(*duration, 1); }
            let mut merged = Sketch::decode(&b.encode()).expect("our own bytes");
            merged.merge_encoded(&a.encode()).expect("our own bytes");
            prop_assert_eq!(&merged, &both);
            prop_assert_eq!(merged.encode(), both.encode());
            prop_assert_eq!(Sketch::sum_encoded([&a.encode()[..], &[], &b.encode()]), Ok(merged.clone()));
            merged.merge(&a, -1);
            prop_assert_eq!(merged, b);
        }

        #[test]
        fn any_bytes_are_a_sketch_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(sketch) = Sketch::decode(&bytes) { let _ = sketch.encode(); }
        }
    }
}
