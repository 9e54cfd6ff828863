//! `GET /graphql/ws`: the protocol graphql-transport-ws.
//!
//! The library's own implementation does not follow the protocol: it closes with 1002 where 4400, 4401, 4409
//! or 4429 would tell the client what to do, replaces a running operation with the same id, has no limits,
//! and resolves every subscription for every client separately. So the protocol is implemented here, and the
//! library only resolves.

mod close;
mod connection;
mod message;
mod operations;
mod upgrade;

pub(crate) use upgrade::upgrade;
