//! The API as clients meet it: through its router, on a database of its own, with events that went
//! the whole way.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod auth;
mod clocks;
mod contract;
mod costs;
mod directory;
mod figures;
mod ingest;
mod lists;
mod scopes;
mod session_detail;
mod statements;
mod sums;
mod texts;
mod upkeep;
mod wall;
