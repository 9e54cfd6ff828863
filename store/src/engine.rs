//! The storage engines.

/// Which engine a store speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one: a file, one writer at a time.
    Sqlite,
    /// The server.
    Postgres,
}
