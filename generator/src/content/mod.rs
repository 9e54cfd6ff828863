//! What simulated people and agents say and change.

pub(crate) mod files;
pub(crate) mod repos;
pub(crate) mod teams;
pub(crate) mod texts;
