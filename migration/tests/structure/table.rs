//! The compared properties of a table, in terms common to both engines.
use sea_orm_migration::sea_orm::{self, FromQueryResult};
use std::collections::BTreeMap;

/// A table of the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) columns: BTreeMap<String, Column>,
    pub(crate) primary_key: Vec<String>,
    /// Secondary indexes, by name.
    pub(crate) indexes: BTreeMap<String, Index>,
    /// The columns of each foreign key, joined by commas.
    pub(crate) references: Vec<String>,
}

/// A column of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) family: Family,
    pub(crate) nullable: bool,
    pub(crate) collation: String,
}

/// An index of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Index {
    pub(crate) unique: bool,
    /// Joined by commas.
    pub(crate) columns: String,
    /// The condition of a partial index.
    pub(crate) only: String,
}

/// A foreign key, as reported by either engine.
#[derive(FromQueryResult)]
pub(crate) struct ReferenceRow {
    pub(crate) of_table: String,
    pub(crate) columns: String,
}

/// What kind of value a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Text,
    Bytes,
    Truth,
    Int16,
    Int32,
    Int64,
}

impl Family {
    /// The family of a type, by its name on either engine.
    pub(crate) fn named(name: &str) -> anyhow::Result<Self> {
        Ok(match name.to_ascii_uppercase().as_str() {
            "TEXT" => Self::Text,
            "BLOB" | "BYTEA" => Self::Bytes,
            "BOOLEAN" => Self::Truth,
            "SMALLINT" => Self::Int16,
            "INTEGER" => Self::Int32,
            "BIGINT" => Self::Int64,
            other => anyhow::bail!("no table should hold a {other}"),
        })
    }
}
