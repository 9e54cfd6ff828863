//! What the process tells about itself: measures for Prometheus, and traces for OpenTelemetry.
//!
//! To add a measure: a line in [`metric`], and a row for it in docs/monitoring (a test prints what
//! is missing); whoever measures keeps the handle, so that a hot path pays for one addition.

pub mod exporter;
pub mod look;
pub mod metric;
pub mod recorder;
pub mod trace;

pub use recorder::{Measures, install};
