//! A fuzz target for the fold: any events in any batches must fold to the result of the naive recomputation.
//!
//! Runs for a limited time with the other tests, longer with `cargo xtask fuzz`.
use crate::memory::Memory;
use crate::support::WINDOW;
use testkit::{naive, random};

#[test]
fn any_events_in_any_batches() {
    bolero::check!().with_type::<(u64, u8, Vec<u8>)>().with_iterations(2_000).for_each(|(seed, count, sizes)| {
        let events = random::events(*seed, usize::from(*count));
        let mut memory = Memory::default();
        let mut rest = events.as_slice();
        for size in sizes {
            let (batch, after) = rest.split_at(usize::from(*size).min(rest.len()));
            memory.project(batch, WINDOW.as_micros() as i64);
            rest = after;
        }
        memory.project(rest, WINDOW.as_micros() as i64);
        naive::assert_same(&naive::compute(&events, WINDOW), &memory.rows());
    });
}
