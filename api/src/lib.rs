//! The HTTP side: ingest, GraphQL and everything around them.
//!
//! A request takes one way: [`router`] finds the handler, [`auth`] tells who calls, [`scope`] turns
//! the caller into what may be seen, [`read`] (or [`write`]) does it, and [`graphql`] gives it the
//! shape of the contract. To add a field: find its type in `graphql/types`, its statement in `read`.

pub mod app;
pub mod audit;
pub mod auth;
pub mod error;
mod export;
pub mod fair;
pub mod graphql;
pub mod http;
pub mod ingest;
pub mod live;
pub mod metrics;
pub mod openapi;
pub mod options;
pub mod pages;
pub mod permissions;
pub mod read;
pub mod router;
pub mod scope;
pub mod server;
mod text;
pub mod write;

pub use app::App;
pub use graphql::schema_sdl;
pub use live::LiveOptions;
pub use options::{AppOptions, GraphQlOptions};
pub use router::{framed, health_router, router};
pub use server::{Patience, Tls, TlsClientOptions, TlsOptions, serve, serve_with};
