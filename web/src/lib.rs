//! What every door of the server shares: failures as JSON, parameters of addresses, bodies on their way in
//! under one budget of bytes, and what is known about where a request comes from.

pub mod accept;
pub mod answer;
pub mod intake;
pub mod layout;
pub mod origin;
pub mod query;

pub use origin::{Origin, RequestId, TrustForwarded};
