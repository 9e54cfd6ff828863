//! The storage engines.
use sea_orm::{DbBackend, Statement, Value};

/// Which engine a store uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded engine: one file, one writer at a time.
    Sqlite,
    /// The database server.
    Postgres,
}

impl Engine {
    /// The SQL dialect that `SeaORM` generates.
    #[must_use]
    pub const fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }

    /// A hand-written statement with `$1`, `$2` .. as placeholders, for whatever the query builder cannot
    /// express. Its rows are read by column name, into any `sea_orm::FromQueryResult`.
    #[must_use]
    pub fn statement(self, text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.backend(), text, values)
    }
}
