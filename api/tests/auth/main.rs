//! Who comes in and who does not: tokens of a foreign issuer, ingest keys, browsers, and everything
//! that somebody may try who should stay outside.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod audit;
mod browser;
mod forgery;
mod ingest_keys;
mod key_server;
mod limits;
mod provider;
mod renewal;
mod support;
mod times;
