//! The Dockerfile, the compose file and the commands in the documentation, checked against the specification
//! and the binary: they contain no setting, command, flag or port that the binary does not have. No container
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
