//! The GraphQL contract: every operation, every limit, and malicious requests.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod dead_letters;
mod fixtures;
mod global;
mod hostile;
mod limits;
mod operations;
mod pages;
