//! Every statement that writes the directory. Each requires a scope that allows it.

pub mod dead_letters;
pub mod ingest_keys;
pub mod members;
pub mod organizations;
