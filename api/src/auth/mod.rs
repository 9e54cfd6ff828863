//! Who calls: a person with an access token, or a producer with an ingest key.

pub mod caller;
pub mod dev_issuer;
pub mod dev_token;
pub mod identify;
pub mod ingest_keys;
pub mod newcomers;
pub mod token_memory;
pub mod verify;

pub use caller::{Caller, Identified, Person};
pub use identify::{Auth, AuthError};
