//! What a running system tells about itself: measures, traces, logs, and its status, of the built binary.

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
