//! What the database itself achieves with the same rows, tables and commits.

pub(crate) mod append;
pub(crate) mod copy;
pub(crate) mod project;
