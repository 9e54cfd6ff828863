//! Projection: from queued events to exact read models.
//!
//! [`fold`](mod@fold) is the pure core; [`project`](mod@project) loads what a batch touches and writes what
//! changes; [`Worker`] claims batches and handles failures; [`verify`](fn@verify) and [`rebuild`](fn@rebuild)
//! recompute everything from the stored events.

mod distinct_orgs;
mod give_up;
pub mod isolate;
mod measures;
pub mod options;
pub mod progress;
pub mod project;
pub mod rebuild;
mod replay;
pub mod retention;
mod scratch;
mod statistics;
pub mod tables;
mod turns;
pub mod verify;
pub mod window;
pub mod worker;

pub use options::{RetentionOptions, WorkerOptions};
pub use progress::Progress;
pub use rebuild::{RebuildReport, rebuild};
pub use retention::{Retained, retain};
pub use verify::{VerifyReport, verify};
pub use worker::{Drained, Worker};
