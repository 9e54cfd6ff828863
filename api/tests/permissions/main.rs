//! Permissions: the printed page, and every field of the schema, every operation and every file, requested by
//! every caller.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod cast;
mod fields;
mod matrix;
mod operations;
mod page;
mod paths;
mod tables;
