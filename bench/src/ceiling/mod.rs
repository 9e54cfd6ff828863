//! What the database itself can do with the same rows, tables and commits.

pub(crate) mod append;
pub(crate) mod copy;
pub(crate) mod project;
