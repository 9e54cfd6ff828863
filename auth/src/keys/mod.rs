//! The published keys of a token issuer: where they come from, their contents, and a local copy.

pub mod cache;
pub mod set;
pub mod source;

pub use cache::KeyCache;
pub use set::{KeySet, SigningKey};
pub use source::KeySource;
