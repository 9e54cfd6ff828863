//! Sources of settings: flags take precedence over environment variables, those over a TOML file, and that over
//! defaults. The servers' flags are the complete list; all keys of the file and all variables are named after
//! their flags.

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
