//! Flags shared by several commands; each of them is also an environment variable.

mod api;
pub(crate) mod auth;
mod database;
mod graphql;
mod ingest;
mod listen;
mod live;
mod orgs;
mod prices;
mod projection;
mod retention;
mod server;
mod tls;
mod traces;
mod worker;

pub(crate) use api::ApiArgs;
pub(crate) use auth::AuthArgs;
pub(crate) use database::DatabaseArgs;
pub(crate) use graphql::GraphQlArgs;
pub(crate) use ingest::{DiskArgs, IngestArgs};
pub(crate) use listen::{ListenArgs, bind};
pub(crate) use live::LiveArgs;
pub(crate) use orgs::OrgArgs;
pub(crate) use prices::PriceArgs;
pub(crate) use projection::ProjectionArgs;
pub(crate) use retention::RetentionArgs;
pub(crate) use server::ServerArgs;
pub(crate) use tls::TlsArgs;
pub(crate) use traces::TraceArgs;
pub(crate) use worker::WorkerArgs;
