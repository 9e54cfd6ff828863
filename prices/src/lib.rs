//! What a model call costs: exact arithmetic, and the spellings of a model's name.

pub mod name;
mod price;
mod usage;

pub use price::{Price, Tier};
pub use usage::Usage;
