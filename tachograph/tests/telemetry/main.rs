//! What a running system reports about itself: metrics, traces, logs and status, of the built binary.

mod collector;
mod exposition;
mod logs;
mod metrics;
mod pages;
mod server;
mod status;
mod traces;
#[path = "../kill/until.rs"]
mod until;
