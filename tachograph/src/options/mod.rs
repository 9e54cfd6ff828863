//! Flags that several commands share; every one of them is an environment variable as well.

mod database;
mod listen;
mod orgs;
mod projection;
mod server;

pub(crate) use database::DatabaseArgs;
pub(crate) use listen::ListenArgs;
pub(crate) use orgs::OrgArgs;
pub(crate) use projection::ProjectionArgs;
pub(crate) use server::ServerArgs;
