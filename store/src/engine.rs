//! The storage engines.
use sea_orm::DbBackend;

/// Which engine a store speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one: a file, one writer at a time.
    Sqlite,
    /// The server.
    Postgres,
}

impl Engine {
    /// The dialect in which `SeaORM` writes its statements.
    #[must_use]
    pub const fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }
}
