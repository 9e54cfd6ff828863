//! The event contract, versions 1 and 2: from JSON to a checked [`Event`](crate::Event).
//!
//! Ingest and projection read events with the same code, so whatever was accepted is also counted. Every error
//! contains the field, a code and what was expected.

pub mod envelope;
pub mod error;
pub mod field;
pub mod fields;
pub mod limits;
pub mod payload;
pub mod scalar;

pub use envelope::{ENVELOPE, Envelope, Received};
pub use error::{Code, FieldError};
pub use field::{Field, Object, OneOf, RunLink, Shape};
pub use fields::Fields;
pub use limits::{Limits, Ranges};
