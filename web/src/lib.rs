//! What every HTTP endpoint of the server shares: errors as JSON, query parameters, request bodies under one
//! memory budget, and what is known about the origin of a request.

pub mod accept;
pub mod answer;
pub mod intake;
pub mod layout;
pub mod origin;
pub mod query;

pub use origin::{Origin, RequestId, TrustForwarded};
