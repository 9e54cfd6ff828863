//! Authentication: tokens from an external issuer, ingest keys, browsers, and attempts to get in without valid
//! credentials.
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
