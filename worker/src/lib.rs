//! Projection: from queued events to exact read models.

pub mod options;
pub mod progress;
pub mod rebuild;
pub mod verify;
pub mod worker;

pub use options::WorkerOptions;
pub use progress::Progress;
pub use rebuild::{RebuildReport, rebuild};
pub use verify::{VerifyReport, verify};
pub use worker::{Drained, Worker};
