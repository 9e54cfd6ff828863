//! One file per command.

pub(crate) mod api;
pub(crate) mod backup;
pub(crate) mod config;
pub(crate) mod connect;
pub(crate) mod demo;
pub(crate) mod generate;
pub(crate) mod health;
pub(crate) mod ingest_key;
mod known;
pub(crate) mod migrate;
pub(crate) mod prices;
pub(crate) mod rebuild;
pub(crate) mod retention;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod status;
pub(crate) mod token;
pub(crate) mod verify;
pub(crate) mod worker;
