//! The HTTP side: ingestion, GraphQL and everything around them.
//!
//! Every request takes the same path: [`router`] finds the handler, [`auth`] identifies the caller,
//! [`query::scope`] turns the caller into what they may see, [`query::read`] (or [`query::write`]) runs the
//! statements, and [`graphql`] puts the result into the form of the contract. To add a field: find its type in
//! `graphql/types`, its statement in `query::read`.

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
