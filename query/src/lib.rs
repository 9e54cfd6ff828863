//! Reading and writing on behalf of a caller: who may see what ([`scope`]), every statement that reads
//! ([`read`]) or writes ([`write`]), the figures that are made of what was read ([`metrics`]), what one
//! operation and one party may take ([`budget`], [`fair`]), and the log of who did what ([`audit`]).

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
