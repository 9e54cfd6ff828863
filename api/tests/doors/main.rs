//! Limits on bodies and connections against slow, silent and numerous clients: with real sockets, on both
//! engines.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod answers;
mod bodies;
mod connections;
mod counted;
mod damage;
mod grpc;
mod memory;
mod shares;
mod site;
mod tls;
