//! The container's recipe, the compose file and the commands of the pages, held against the specification and
//! against the binary: there is no setting, command, flag or port in them that it does not have. No container
//! engine is needed.

mod binary;
mod database;
mod files;
mod image;
mod pages;
mod services;
mod settings;
mod shell;
mod volumes;
