//! Every statement that writes the directory. Each takes a scope that allows it.

pub mod dead_letters;
pub mod members;
pub mod organizations;
