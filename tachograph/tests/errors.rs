//! The documented list of errors contains every reason for rejecting an event, and no other.
use domain::contract::Code;

/// The codes in the table after a heading.
fn listed(heading: &str) -> Vec<&'static str> {
    let text = include_str!("../../docs/ERRORS.md");
    let section = text.split("\n## ").find(|section| section.starts_with(heading)).unwrap_or_default();
    section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect()
}

#[test]
fn every_reason_for_refusing_an_event_is_listed_once() {
    let mut listed = listed("Event errors");
    let mut known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}
