//! The API as clients see it: through its router, with its own database, and with events that went through the
//! whole pipeline.
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
