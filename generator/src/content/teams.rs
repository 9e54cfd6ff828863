//! The teams of people.

/// The ids of teams.
const TEAMS: [&str; 4] = ["platform", "product", "data", "mobile"];

/// The team of a person.
pub(crate) fn team_of(user_id: &str) -> &'static str {
    let sum = user_id.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    TEAMS[sum % TEAMS.len()]
}
