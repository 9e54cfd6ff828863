//! Subscriptions as real clients see them: a listening server, real WebSockets and event streams, and events
//! that went through the whole pipeline.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod client;
mod counts;
mod crowd;
mod operations;
mod processes;
mod refusals;
mod room;
mod session;
mod site;
mod sse;
