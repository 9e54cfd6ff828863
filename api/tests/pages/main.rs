//! The pages for people and the documents about the API, compared with the server itself.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod browser;
mod bundle;
mod contract;
mod dashboard;
mod examples;
mod guide;
mod routes;
mod security;
mod serving;
mod shown;
