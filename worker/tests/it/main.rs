//! Projection, tested against the rules of the read models.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod cluster;
mod full_disk;
mod fuzz;
mod history;
mod memory;
mod poison;
mod probes;
mod property_engines;
mod property_pure;
mod retention;
mod retention_property;
mod support;
mod turns;
mod verify;
