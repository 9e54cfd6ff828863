//! Who may do what: the printed page, every field of the schema, every operation and every file, asked
//! by everybody.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod cast;
mod fields;
mod matrix;
mod operations;
mod page;
mod paths;
mod tables;
