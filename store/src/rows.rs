//! A statement over a whole set of rows, whatever its size.
//!
//! The statement reads them from `input`: `Rows::new().text("org_id", ..)` with the statement
//! `INSERT INTO t (org_id) SELECT org_id FROM input`. `PostgreSQL` receives one array a column
//! (`unnest`), `SQLite` as many VALUES a statement as its limit on variables admits.
use crate::sql::add;
use crate::{Engine, StoreError};
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// `SQLite` admits 32 766 variables a statement.
const SQLITE_VARIABLES: usize = 32_766;
/// Beyond this many rows a longer `SQLite` statement is no faster.
const SQLITE_ROWS: usize = 500;

/// Columns of equal length.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    names: Vec<&'static str>,
    columns: Vec<Column>,
}

#[derive(Clone, Debug)]
enum Column {
    Text(Vec<Option<Arc<str>>>),
    Int(Vec<Option<i64>>),
    Bool(Vec<bool>),
    Bytes(Vec<Vec<u8>>),
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Bool(values) => values.len(),
            Self::Bytes(values) => values.len(),
        }
    }

    const fn postgres_type(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Int(_) => "bigint",
            Self::Bool(_) => "boolean",
            Self::Bytes(_) => "bytea",
        }
    }
}

impl Rows {
    /// A set without columns yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, name: &'static str, column: Column) -> Self {
        debug_assert!(self.columns.iter().all(|other| other.len() == column.len()), "{name} has another length");
        self.names.push(name);
        self.columns.push(column);
        self
    }

    /// Adds a column of texts.
    #[must_use]
    pub fn text(self, name: &'static str, values: impl Iterator<Item = Arc<str>>) -> Self {
        self.with(name, Column::Text(values.map(Some).collect()))
    }

    /// Adds a column of texts or nulls.
    #[must_use]
    pub fn text_or_null(self, name: &'static str, values: impl Iterator<Item = Option<Arc<str>>>) -> Self {
        self.with(name, Column::Text(values.collect()))
    }

    /// Adds a column of whole numbers.
    #[must_use]
    pub fn int(self, name: &'static str, values: impl Iterator<Item = i64>) -> Self {
        self.with(name, Column::Int(values.map(Some).collect()))
    }

    /// Adds a column of whole numbers or nulls.
    #[must_use]
    pub fn int_or_null(self, name: &'static str, values: impl Iterator<Item = Option<i64>>) -> Self {
        self.with(name, Column::Int(values.collect()))
    }

    /// Adds a column of truth values.
    #[must_use]
    pub fn bool(self, name: &'static str, values: impl Iterator<Item = bool>) -> Self {
        self.with(name, Column::Bool(values.collect()))
    }

    /// Adds a column of bytes.
    #[must_use]
    pub fn bytes(self, name: &'static str, values: impl Iterator<Item = Vec<u8>>) -> Self {
        self.with(name, Column::Bytes(values.collect()))
    }

    /// What is written of each column's name, joined.
    pub(crate) fn each_name(&self, write: impl Fn(&str) -> String, between: &str) -> String {
        self.names.iter().map(|name| write(name)).collect::<Vec<_>>().join(between)
    }

    /// The names of the columns, for the statement.
    #[must_use]
    pub fn names(&self) -> String {
        self.names.join(", ")
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ranges of rows that one statement each takes.
    pub(crate) fn chunks(&self, engine: Engine) -> Vec<Range<usize>> {
        let size = match engine {
            Engine::Postgres => self.len().max(1),
            Engine::Sqlite => (SQLITE_VARIABLES / self.columns.len().max(1)).min(SQLITE_ROWS),
        };
        (0..self.len()).step_by(size).map(|start| start..(start + size).min(self.len())).collect()
    }

    pub(crate) fn postgres(&self, body: &str) -> Result<(String, PgArguments), StoreError> {
        let mut arguments = PgArguments::default();
        for column in &self.columns {
            match column {
                Column::Text(values) => {
                    add(&mut arguments, values.iter().map(Option::as_deref).collect::<Vec<Option<&str>>>())?;
                }
                Column::Int(values) => add(&mut arguments, values)?,
                Column::Bool(values) => add(&mut arguments, values)?,
                Column::Bytes(values) => add(&mut arguments, values.iter().map(Vec::as_slice).collect::<Vec<&[u8]>>())?,
            }
        }
        let arrays: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| format!("${}::{}[]", index + 1, column.postgres_type()))
            .collect();
        let text = format!("WITH input({}) AS (SELECT * FROM unnest({})) {body}", self.names(), arrays.join(", "));
        Ok((text, arguments))
    }

    pub(crate) fn sqlite(&self, body: &str, range: Range<usize>) -> Result<(String, SqliteArguments), StoreError> {
        let mut arguments = SqliteArguments::default();
        let row = format!("({})", vec!["?"; self.columns.len()].join(","));
        let mut text = format!("WITH input({}) AS (VALUES ", self.names());
        for index in range.clone() {
            let comma = if index == range.start { "" } else { "," };
            // Writing to a String cannot fail.
            let _ = write!(text, "{comma}{row}");
            for column in &self.columns {
                match column {
                    Column::Text(values) => add(&mut arguments, values[index].clone())?,
                    Column::Int(values) => add(&mut arguments, values[index])?,
                    Column::Bool(values) => add(&mut arguments, values[index])?,
                    Column::Bytes(values) => add(&mut arguments, values[index].clone())?,
                }
            }
        }
        text.push_str(") ");
        text.push_str(body);
        Ok((text, arguments))
    }
}
