//! What reaches clients by itself, as real clients meet it: a listening server, real websockets and
//! event streams, events that went the whole way.
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
