//! What all responses have in common, and the small endpoints for machines.

pub mod events;
pub mod frame;
pub mod health;
pub mod measure;
pub mod otlp;
pub mod readiness;
mod sender;
