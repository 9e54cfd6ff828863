//! The HTTP side: ingest, GraphQL and everything around them.
//!
//! A request takes one way: [`router`] finds the handler, [`auth`] tells who calls, [`scope`] turns
//! the caller into what may be seen, [`read`] (or [`write`]) does it, and [`graphql`] gives it the
//! shape of the contract. To add a field: find its type in `graphql/types`, its statement in `read`.

pub mod app;
pub mod error;
mod export;
pub mod graphql;
pub mod http;
pub mod live;
pub mod openapi;
pub mod options;
pub mod pages;
pub mod permissions;
pub mod router;
pub mod server;
pub mod services;

pub use app::App;
pub use graphql::schema_sdl;
pub use options::{AppOptions, GraphQlOptions, LiveOptions};
pub use router::{framed, health_router, router};
pub use server::{Patience, Tls, TlsClientOptions, TlsOptions, serve, serve_with};
