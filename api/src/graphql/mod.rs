//! The GraphQL contract: `types` contains the types, `query` and `mutation` the root fields.

pub mod body;
pub mod connection;
pub mod context;
pub mod daily_cache;
pub mod documents;
pub mod errors;
pub mod execute;
pub mod guard;
pub mod handler;
pub mod limits;
pub mod loaders;
pub mod look;
pub mod measures;
pub mod mutation;
pub mod order;
pub mod query;
mod resolvers;
pub mod scalars;
pub mod schema;
pub mod subscription;
pub mod types;

pub use schema::{ApiSchema, build_schema, schema_sdl};
