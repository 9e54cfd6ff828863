//! One file a command.

pub(crate) mod generate;
pub(crate) mod migrate;
pub(crate) mod rebuild;
pub(crate) mod token;
pub(crate) mod verify;
