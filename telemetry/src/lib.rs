//! What the process reports about itself: metrics for Prometheus, and traces for OpenTelemetry.
//!
//! To add a metric: a line in [`metric`], and a row for it in docs/monitoring (a test prints what is
//! missing). Instrumented code keeps the handle, so that a hot path costs only one addition.

pub mod exporter;
pub mod look;
pub mod metric;
pub mod recorder;
pub mod trace;

pub use recorder::{Measures, install};
