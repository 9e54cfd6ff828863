//! Identifies callers: a person with an access token, or a producer with an ingest key or a client
//! certificate.
//!
//! [`identify`] finds the caller of a request, [`certificate`] that of its connection. Tokens are checked by
//! [`verify`] against the [`keys`] of their issuer, and [`claims`] reads the person from them; browsers get
//! their tokens by [`signin`]. [`dev`] is an issuer for development that uses the same code paths.

pub mod certificate;
pub mod claims;
pub mod cookies;
pub mod dev;
pub mod directory_sync;
pub mod failure;
pub mod fetch;
pub mod identify;
pub mod ingest_keys;
pub mod keys;
pub mod limits;
pub mod options;
pub mod same_origin;
pub mod signin;
mod start;
pub mod token_memory;
pub mod verify;

pub use certificate::{CertificateError, ClientCertificate};
pub use failure::AuthError;
pub use identify::Auth;
pub use identify::{DEV_INGEST_KEY, bearer};
pub use options::{AuthOptions, ClaimNames, ClientOptions, IssuerOptions};
