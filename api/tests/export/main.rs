//! Exported lists: the same as the lists of the API, safe to open, and complete or visibly broken off.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod content;
mod refusals;
mod streaming;
