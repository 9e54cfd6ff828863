//! Compares two sets of rows, and prints the differences readably.
use super::ReadModels;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// The maximum number of differences shown by a failed assertion.
const SHOWN: usize = 20;

/// One line for each row that differs, is missing or is unexpected in `actual`.
#[must_use]
pub fn differences(expected: &ReadModels, actual: &ReadModels) -> Vec<String> {
    let mut found = Vec::new();
    compare("run_facts", &expected.runs, &actual.runs, &mut found);
    compare("session_stats", &expected.sessions, &actual.sessions, &mut found);
    compare("handoff_facts", &expected.handoffs, &actual.handoffs, &mut found);
    compare("org_stats_daily", &expected.org_days, &actual.org_days, &mut found);
    compare("user_stats_daily", &expected.user_days, &actual.user_days, &mut found);
    compare("org_stats_monthly", &expected.org_months, &actual.org_months, &mut found);
    compare("user_stats_monthly", &expected.user_months, &actual.user_months, &mut found);
    found
}

/// Fails the test with the first differences, unless both contain the same rows.
///
/// # Panics
/// When they differ.
#[track_caller]
pub fn assert_same(expected: &ReadModels, actual: &ReadModels) {
    let found = differences(expected, actual);
    let first: Vec<&str> = found.iter().take(SHOWN).map(String::as_str).collect();
    assert!(found.is_empty(), "{} rows differ:\n{}", found.len(), first.join("\n"));
}

fn compare<K: Ord + Debug, V: PartialEq + Debug>(
    table: &str,
    expected: &BTreeMap<K, V>,
    actual: &BTreeMap<K, V>,
    found: &mut Vec<String>,
) {
    let keys: BTreeSet<&K> = expected.keys().chain(actual.keys()).collect();
    for key in keys {
        match (expected.get(key), actual.get(key)) {
            (Some(wanted), Some(got)) if wanted != got => {
                found.push(format!("{table} {key:?}\n  expected {wanted:?}\n  got      {got:?}"));
            }
            (Some(wanted), None) => found.push(format!("{table} {key:?} is missing: {wanted:?}")),
            (None, Some(got)) => found.push(format!("{table} {key:?} should not exist: {got:?}")),
            _ => {}
        }
    }
}
