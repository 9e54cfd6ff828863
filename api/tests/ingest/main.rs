//! Ingest, tested with everything that a sender can get wrong.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod accepted;
mod bad_bodies;
mod bad_events;
mod bad_exports;
mod fleet;
mod fuzz;
#[path = "../doors/memory.rs"]
mod memory;
mod otlp;
mod pressure;
mod queued;
mod support;
