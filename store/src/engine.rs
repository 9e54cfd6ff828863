//! The storage engines.
use sea_orm::{DbBackend, Statement, Value};

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

    /// A statement that is written out, with `$1`, `$2` .. for the values: for what no builder says. Its rows
    /// are read by the names of their columns, into whatever is `sea_orm::FromQueryResult`.
    #[must_use]
    pub fn statement(self, text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.backend(), text, values)
    }
}
