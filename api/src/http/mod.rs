//! What every answer has in common, and the small pages for machines.

pub mod accept;
pub mod answer;
pub mod events;
pub mod frame;
pub mod health;
pub mod intake;
pub mod measure;
pub mod query;
pub mod readiness;
