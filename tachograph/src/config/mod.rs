//! Where settings come from: flags before environment variables before one TOML file before
//! defaults. The flags of the servers are the whole list; every key of the file and every variable
//! is named after its flag.

mod argv;
mod failure;
mod file;
mod merge;
mod setting;
mod strangers;

pub(crate) use failure::explain;
pub(crate) use merge::Sources;
pub(crate) use setting::{Setting, settings};
pub(crate) use strangers::strangers;
