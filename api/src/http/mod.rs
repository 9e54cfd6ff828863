//! What every answer has in common, and the small pages for machines.

pub mod events;
pub mod frame;
pub mod health;
pub mod measure;
pub mod readiness;
