//! The published keys of an issuer of tokens: where they are, what they are, and a copy at hand.

pub mod cache;
pub mod set;
pub mod source;

pub use cache::KeyCache;
pub use set::{KeySet, SigningKey};
pub use source::KeySource;
