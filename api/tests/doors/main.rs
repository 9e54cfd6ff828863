//! Bodies and connections held against those who withhold, trickle and multiply: real sockets, both engines.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod answers;
mod bodies;
mod connections;
mod counted;
mod damage;
mod memory;
mod shares;
mod site;
mod tls;
