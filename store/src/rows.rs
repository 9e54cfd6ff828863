//! A statement over a whole set of rows of any size.
//!
//! The statement reads them from `input`: `Rows::new().text("org_id", ..)` with the statement `INSERT INTO t
//! (org_id) SELECT org_id FROM input`. `PostgreSQL` receives one array per column (`unnest`), `SQLite` as
//! many VALUES per statement as its limit on variables allows.
//!
//! If all rows belong to one organization, it is named ([`Rows::within`]), and the statement has `:org(t)`
//! after its conditions for every table. On a cluster that becomes ` AND t.org_id = ` and a parameter, from
//! which the planner knows which machine to route the statement to; it does not look into `input`. Without a
//! cluster it becomes a comment: there, a constant would lead the planner to scan all rows of an
//! organization.
use crate::{Engine, StoreError};
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Encode, Type};
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// `SQLite` allows 32,766 variables per statement.
const SQLITE_VARIABLES: usize = 32_766;
/// Beyond this many rows a longer `SQLite` statement is no faster.
const SQLITE_ROWS: usize = 500;
/// A cluster parses a statement on the coordinator and again on the machine that executes it: beyond this
/// many values, a longer one only takes more memory. `PostgreSQL` allows 65,535.
const CLUSTER_VALUES: usize = 8_192;
/// From this many rows on, a cluster inserts a stream faster than rows written out in the statement, although
/// a stream needs a two-phase commit.
pub const STREAM_FROM: usize = 16;
/// The same if rows may already exist: they are streamed into a file on their machine, and inserted from
/// there.
pub(crate) const GATHER_FROM: usize = 256;
/// Marks in a statement a table that is restricted to the organization of its rows.
const ORG: &str = ":org(";
/// The beginning of the comment that replaces it without a cluster; tests read the rest.
pub const ON_A_CLUSTER: &str = "/* on a cluster";

/// The statement with `:org(t)` replaced; `number` is the number of the parameter.
fn tied(body: &str, number: usize, spread: bool) -> String {
    let mut text = String::with_capacity(body.len() + 64);
    let mut parts = body.split(ORG);
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (table, rest) = part.split_once(')').unwrap_or((part, ""));
        let condition = format!(" AND {table}.org_id = ${number}");
        // Writing to a String cannot fail.
        let _ = if spread { write!(text, "{condition}") } else { write!(text, " {ON_A_CLUSTER}{condition} */") };
        text.push_str(rest);
    }
    text
}

/// Columns of equal length.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    names: Vec<&'static str>,
    columns: Vec<Column>,
    org: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
enum Column {
    Text(Vec<Option<Arc<str>>>),
    Int(Vec<Option<i64>>),
    Bool(Vec<bool>),
    Bytes(Vec<Option<Vec<u8>>>),
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
    /// An empty set without columns.
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

    /// Adds a text column.
    #[must_use]
    pub fn text(self, name: &'static str, values: impl Iterator<Item = Arc<str>>) -> Self {
        self.with(name, Column::Text(values.map(Some).collect()))
    }

    /// Adds a nullable text column.
    #[must_use]
    pub fn text_or_null(self, name: &'static str, values: impl Iterator<Item = Option<Arc<str>>>) -> Self {
        self.with(name, Column::Text(values.collect()))
    }

    /// Adds an integer column.
    #[must_use]
    pub fn int(self, name: &'static str, values: impl Iterator<Item = i64>) -> Self {
        self.with(name, Column::Int(values.map(Some).collect()))
    }

    /// Adds a nullable integer column.
    #[must_use]
    pub fn int_or_null(self, name: &'static str, values: impl Iterator<Item = Option<i64>>) -> Self {
        self.with(name, Column::Int(values.collect()))
    }

    /// Adds a Boolean column.
    #[must_use]
    pub fn bool(self, name: &'static str, values: impl Iterator<Item = bool>) -> Self {
        self.with(name, Column::Bool(values.collect()))
    }

    /// Adds a column of byte strings.
    #[must_use]
    pub fn bytes(self, name: &'static str, values: impl Iterator<Item = Vec<u8>>) -> Self {
        self.with(name, Column::Bytes(values.map(Some).collect()))
    }

    /// Adds a nullable column of byte strings.
    #[must_use]
    pub fn bytes_or_null(self, name: &'static str, values: impl Iterator<Item = Option<Vec<u8>>>) -> Self {
        self.with(name, Column::Bytes(values.collect()))
    }

    /// Names the organization that all rows belong to, and that the statement is restricted to.
    #[must_use]
    pub fn within(self, org_id: Arc<str>) -> Self {
        Self { org: Some(org_id), ..self }
    }

    /// Applies `write` to the name of each column and joins the results.
    pub(crate) fn each_name(&self, write: impl Fn(&str) -> String, between: &str) -> String {
        self.names.iter().map(|name| write(name)).collect::<Vec<_>>().join(between)
    }

    /// The column names, separated by commas, for the statement.
    #[must_use]
    pub fn names(&self) -> String {
        self.names.join(", ")
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ranges of rows, one range per statement.
    pub(crate) fn chunks(&self, engine: Engine) -> Vec<Range<usize>> {
        let size = match engine {
            Engine::Postgres => self.len().max(1),
            Engine::Sqlite => (SQLITE_VARIABLES / self.columns.len().max(1)).min(SQLITE_ROWS),
        };
        (0..self.len()).step_by(size).map(|start| start..(start + size).min(self.len())).collect()
    }

    /// The ranges of rows on a cluster, one range per insert statement.
    pub(crate) fn cluster_chunks(&self) -> Vec<Range<usize>> {
        let size = (CLUSTER_VALUES / self.columns.len().max(1)).max(1);
        (0..self.len()).step_by(size).map(|start| start..(start + size).min(self.len())).collect()
    }

    /// Inserts these rows into a table of a cluster, with the values written out row by row: only this way
    /// does the coordinator know which machine they belong to and forward them. Otherwise it would gather
    /// them first, which ends in a two-phase commit.
    pub(crate) fn cluster_insert(
        &self,
        table: &str,
        tail: &str,
        range: Range<usize>,
    ) -> Result<(String, PgArguments), StoreError> {
        let mut arguments = PgArguments::default();
        let mut text = format!("INSERT INTO {table} ({}) VALUES ", self.names());
        let mut number = 0;
        for index in range.clone() {
            text.push_str(if index == range.start { "(" } else { "),(" });
            for (position, column) in self.columns.iter().enumerate() {
                number += 1;
                let comma = if position == 0 { "" } else { "," };
                // Writing to a String cannot fail.
                let _ = write!(text, "{comma}${number}");
                match column {
                    Column::Text(values) => add(&mut arguments, values[index].as_deref())?,
                    Column::Int(values) => add(&mut arguments, values[index])?,
                    Column::Bool(values) => add(&mut arguments, values[index])?,
                    Column::Bytes(values) => add(&mut arguments, values[index].as_deref())?,
                }
            }
        }
        let _ = write!(text, ") {tail}");
        Ok((text, arguments))
    }

    /// Inserts these rows into a table of a cluster: the coordinator turns such a statement into a COPY to
    /// the machines, directly into the table if `tail` is empty.
    pub(crate) fn cluster_stream(&self, table: &str, tail: &str) -> Result<(String, PgArguments), StoreError> {
        let names = self.names();
        self.postgres(&format!("INSERT INTO {table} ({names}) SELECT {names} FROM input WHERE true {tail}"), false)
    }

    pub(crate) fn postgres(&self, body: &str, spread: bool) -> Result<(String, PgArguments), StoreError> {
        let mut arguments = PgArguments::default();
        for column in &self.columns {
            match column {
                Column::Text(values) => {
                    add(&mut arguments, values.iter().map(Option::as_deref).collect::<Vec<Option<&str>>>())?;
                }
                Column::Int(values) => add(&mut arguments, values)?,
                Column::Bool(values) => add(&mut arguments, values)?,
                Column::Bytes(values) => {
                    add(&mut arguments, values.iter().map(Option::as_deref).collect::<Vec<Option<&[u8]>>>())?;
                }
            }
        }
        let arrays: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| format!("${}::{}[]", index + 1, column.postgres_type()))
            .collect();
        let mut text = format!("WITH input({}) AS (SELECT * FROM unnest({})) ", self.names(), arrays.join(", "));
        if let Some(org_id) = self.org.as_ref().filter(|_| spread) {
            add(&mut arguments, &**org_id)?;
        }
        text.push_str(&tied(body, self.columns.len() + 1, spread && self.org.is_some()));
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
        text.push_str(&tied(body, 0, false));
        Ok((text, arguments))
    }
}

fn add<'t, A: Arguments, T>(arguments: &mut A, value: T) -> Result<(), StoreError>
where
    T: Encode<'t, A::Database> + Type<A::Database>,
{
    arguments.add(value).map_err(|error| StoreError::from(sqlx::Error::Encode(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Rows {
        Rows::new().text("id", ["a", "b", "c"].into_iter().map(Arc::from)).int("day", 1..=3)
    }

    #[test]
    fn the_organization_is_a_parameter_on_a_cluster_alone() -> Result<(), StoreError> {
        let rows = three().within(Arc::from("acme"));
        let body = "SELECT 1 FROM input i CROSS JOIN t WHERE t.id = i.id:org(t) AND t.x > 1";
        let (text, arguments) = rows.postgres(body, true)?;
        assert!(text.ends_with("WHERE t.id = i.id AND t.org_id = $3 AND t.x > 1"), "{text}");
        assert_eq!(Arguments::len(&arguments), 3);
        let (text, arguments) = rows.postgres(body, false)?;
        assert!(text.ends_with("WHERE t.id = i.id /* on a cluster AND t.org_id = $3 */ AND t.x > 1"), "{text}");
        assert_eq!(Arguments::len(&arguments), 2);
        let (text, arguments) = rows.sqlite(body, 0..2)?;
        assert!(text.ends_with("*/ AND t.x > 1"), "{text}");
        assert_eq!(Arguments::len(&arguments), 4);
        Ok(())
    }

    #[test]
    fn a_cluster_is_handed_rows_one_by_one() -> Result<(), StoreError> {
        let rows = three();
        assert_eq!(rows.cluster_chunks(), vec![0..3]);
        let (text, arguments) = rows.cluster_insert("t", "ON CONFLICT DO NOTHING", 1..3)?;
        assert_eq!(text, "INSERT INTO t (id, day) VALUES ($1,$2),($3,$4) ON CONFLICT DO NOTHING");
        assert_eq!(Arguments::len(&arguments), 4);
        let many = Rows::new().int("n", 0..20_000);
        assert!(many.cluster_chunks().len() > 1, "no statement has more values than a server takes");
        Ok(())
    }
}
