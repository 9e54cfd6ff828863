//! Lists to take away: the same as the lists of the contract, safe to open, and whole or not at all.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod content;
mod refusals;
mod streaming;
