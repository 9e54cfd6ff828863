//! `GET /graphql/ws`: the protocol graphql-transport-ws.
//!
//! The library's own implementation answers what the protocol does not provide for: it closes with
//! 1002 where 4400, 4401, 4409 or 4429 tell the client what to do, replaces a running operation of the
//! same id, knows no limits, and resolves every subscription for every client. So the protocol is
//! written out here; the library resolves.

mod close;
mod connection;
mod message;
mod operations;
mod upgrade;

pub(crate) use upgrade::upgrade;
