//! The pure fold equals the naive recomputation, regardless of order, batches and repetitions.
use crate::history::histories;
use crate::memory::Memory;
use crate::support::WINDOW;
use proptest::prelude::*;
use testkit::naive;

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_folds_to_the_naive_recomputation(mut history in histories(40), seed in any::<u64>()) {
        testkit::random::price(seed, &mut history.events);
        let mut memory = Memory::default();
        for batch in history.batches_with_repetitions() {
            memory.project(&batch, WINDOW.as_micros() as i64);
        }
        let found = naive::differences(&naive::compute(&history.events, WINDOW), &memory.rows());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
