//! Reading and writing on behalf of a caller: who may see what ([`scope`]), every statement that reads
//! ([`read`]) or writes ([`write`]), the metrics computed from what was read ([`metrics`]), what one
//! operation and one party may use ([`budget`], [`fair`]), and the audit log ([`audit`]).

pub mod audit;
pub mod budget;
pub mod error;
pub mod fair;
pub mod ingest_secret;
pub mod installation;
pub mod metrics;
pub mod read;
pub mod scope;
pub mod text;
pub mod write;

pub use budget::Budget;
pub use error::QueryError;
pub use read::Reader;
