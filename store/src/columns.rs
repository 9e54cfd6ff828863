//! Reads the columns of a row by name, where there are so many values that it matters how.
use sea_orm::{DbErr, QueryResult, RuntimeErr};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, ColumnIndex, Database, Decode, Postgres, Row, Sqlite, Type, ValueRef as _};

/// A value that both engines store.
pub trait Stored: for<'v> Decode<'v, Sqlite> + Type<Sqlite> + for<'v> Decode<'v, Postgres> + Type<Postgres> {}

impl<T> Stored for T where T: for<'v> Decode<'v, Sqlite> + Type<Sqlite> + for<'v> Decode<'v, Postgres> + Type<Postgres> {}

/// The columns of a row, each by name. A year of daily totals has ten thousand values, and looking each of them up by
/// name costs more than decoding it: a column is looked up only if it does not stand next to the one read before, as
/// those of one select do.
pub struct Columns<'r> {
    row: Engines<'r>,
    prefix: &'r str,
    next: usize,
}

enum Engines<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl<'r> Columns<'r> {
    /// The columns whose names begin with `prefix`, which the names do not repeat.
    ///
    /// # Errors
    /// When the row is of neither engine.
    pub fn of(row: &'r QueryResult, prefix: &'r str) -> Result<Self, DbErr> {
        let row = match (row.try_as_sqlite_row(), row.try_as_pg_row()) {
            (Some(row), _) => Engines::Sqlite(row),
            (_, Some(row)) => Engines::Postgres(row),
            (None, None) => return Err(DbErr::Type("a row of neither engine".to_owned())),
        };
        Ok(Self { row, prefix, next: 0 })
    }

    /// The value of a column that is never null.
    ///
    /// # Errors
    /// When the row has no such column, or it is null or holds something else.
    pub fn get<T: Stored>(&mut self, name: &str) -> Result<T, DbErr> {
        self.optional(name)?.ok_or_else(|| DbErr::Type(format!("column {name} is null")))
    }

    /// The value of a column; `None` if it is null, or not among the columns. `SeaORM` formats an error for each null.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn nullable<T: Stored>(&mut self, name: &str) -> Result<Option<T>, DbErr> {
        match self.optional(name) {
            Err(DbErr::Query(RuntimeErr::SqlxError(error))) if matches!(*error, sqlx::Error::ColumnNotFound(_)) => {
                Ok(None)
            }
            found => found,
        }
    }

    /// The values of the columns with these names, none of which is ever null.
    ///
    /// # Errors
    /// When the row has no such column, or one is null or holds something else.
    pub fn integers<const N: usize>(&mut self, names: &[&str]) -> Result<[i64; N], DbErr> {
        let mut values = [0; N];
        for (value, name) in values.iter_mut().zip(names) {
            *value = self.get(name)?;
        }
        Ok(values)
    }

    fn optional<T: Stored>(&mut self, name: &str) -> Result<Option<T>, DbErr> {
        let joined;
        let name = if self.prefix.is_empty() {
            name
        } else {
            joined = format!("{}{name}", self.prefix);
            &joined
        };
        match self.row {
            Engines::Sqlite(row) => read(row, name, &mut self.next),
            Engines::Postgres(row) => read(row, name, &mut self.next),
        }
    }
}

fn read<'r, R, T>(row: &'r R, name: &str, next: &mut usize) -> Result<Option<T>, DbErr>
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'n> &'n str: ColumnIndex<R>,
    T: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database<Row = R>,
{
    let refused = |error: sqlx::Error| DbErr::Query(RuntimeErr::SqlxError(error.into()));
    let stands_next = row.columns().get(*next).is_some_and(|column| column.name() == name);
    let index = if stands_next { *next } else { name.index(row).map_err(refused)? };
    *next = index + 1;
    let value = row.try_get_raw(index).map_err(refused)?;
    if value.is_null() {
        return Ok(None);
    }
    let found = value.type_info();
    if !T::compatible(&found) {
        return Err(DbErr::Type(format!("column {name}: expected {}, found {found}", T::type_info())));
    }
    drop(found);
    T::decode(value).map(Some).map_err(|error| DbErr::Type(format!("column {name}: {error}")))
}
