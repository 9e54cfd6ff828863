//! Reads the columns of rows by name, where there are so many values that it matters how. A year of daily totals has
//! ten thousand: looking each of them up by its name costs more than decoding it.
use sea_orm::{DbErr, QueryResult, RuntimeErr};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, ColumnIndex, Database, Decode, Postgres, Row, Sqlite, Type, ValueRef as _};

/// A value that both engines store.
pub trait Stored: for<'v> Decode<'v, Sqlite> + Type<Sqlite> + for<'v> Decode<'v, Postgres> + Type<Postgres> {}

impl<T> Stored for T where T: for<'v> Decode<'v, Sqlite> + Type<Sqlite> + for<'v> Decode<'v, Postgres> + Type<Postgres> {}

/// Reads each of the rows of one select.
///
/// # Errors
/// The first error of `read`.
pub fn read<'r, T, E: From<DbErr>>(
    rows: &'r [QueryResult],
    mut read: impl FnMut(&mut Columns<'r>) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    let mut found = Vec::with_capacity(rows.len());
    let mut columns: Option<Columns<'r>> = None;
    for row in rows {
        let columns = match &mut columns {
            Some(columns) => {
                columns.turn_to(Engines::of(row)?);
                columns
            }
            none => none.insert(Columns::of(row, "")?),
        };
        found.push(read(columns)?);
    }
    Ok(found)
}

/// The columns of a row, each by name. A column that stands next to the one read before is found at once, and a row
/// whose columns are read in the order of the row before is read without comparing names.
pub struct Columns<'r> {
    row: Engines<'r>,
    /// The names read so far, and the columns where they were found.
    places: Vec<(&'r str, usize)>,
    /// How many columns of the row were read.
    step: usize,
}

#[derive(Clone, Copy)]
enum Engines<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl<'r> Engines<'r> {
    fn of(row: &'r QueryResult) -> Result<Self, DbErr> {
        match (row.try_as_sqlite_row(), row.try_as_pg_row()) {
            (Some(row), _) => Ok(Self::Sqlite(row)),
            (_, Some(row)) => Ok(Self::Postgres(row)),
            (None, None) => Err(DbErr::Type("a row of neither engine".to_owned())),
        }
    }

    /// Whether both have the same columns, rather than equal ones. Rows of one select do.
    fn shares_columns(self, other: Self) -> bool {
        match (self, other) {
            (Self::Sqlite(one), Self::Sqlite(other)) => std::ptr::eq(one.columns(), other.columns()),
            (Self::Postgres(one), Self::Postgres(other)) => std::ptr::eq(one.columns(), other.columns()),
            _ => false,
        }
    }
}

impl<'r> Columns<'r> {
    /// The columns of one row, whose names have no prefix.
    ///
    /// # Errors
    /// When there is a prefix, or the row is of neither engine.
    pub fn of(row: &'r QueryResult, prefix: &str) -> Result<Self, DbErr> {
        if prefix.is_empty() {
            Ok(Self { row: Engines::of(row)?, places: Vec::new(), step: 0 })
        } else {
            Err(DbErr::Type(format!("expected columns without a prefix, got {prefix}")))
        }
    }

    /// The value of a column that is never null.
    ///
    /// # Errors
    /// When the row has no such column, or it is null or holds something else.
    pub fn get<T: Stored>(&mut self, name: &'r str) -> Result<T, DbErr> {
        self.find(name)?.ok_or_else(|| is_null(name))
    }

    /// The value of a column that may be null. `SeaORM` formats an error for each null.
    ///
    /// # Errors
    /// When the row has no such column, or it holds something else.
    pub fn nullable<T: Stored>(&mut self, name: &'r str) -> Result<Option<T>, DbErr> {
        self.find(name)
    }

    /// The value of a column that not every select has; `None` if it is null or was not selected.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn if_selected<T: Stored>(&mut self, name: &'r str) -> Result<Option<T>, DbErr> {
        match self.find(name) {
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
    pub fn integers<const N: usize>(&mut self, names: &[&'r str]) -> Result<[i64; N], DbErr> {
        let mut values = [0; N];
        for (value, name) in values.iter_mut().zip(names) {
            let place = self.place(name)?;
            *value = match self.row {
                Engines::Sqlite(row) => integer(row, place, name)?,
                Engines::Postgres(row) => integer(row, place, name)?,
            };
        }
        Ok(values)
    }

    /// The value of an integer column that is never null; cheaper than [`Self::get`].
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn integer(&mut self, name: &'r str) -> Result<i64, DbErr> {
        self.integers::<1>(&[name]).map(|[value]| value)
    }

    fn find<T: Stored>(&mut self, name: &'r str) -> Result<Option<T>, DbErr> {
        let place = self.place(name)?;
        match self.row {
            Engines::Sqlite(row) => decode(row, place, name),
            Engines::Postgres(row) => decode(row, place, name),
        }
    }

    fn place(&mut self, name: &'r str) -> Result<usize, DbErr> {
        // All the names live as long as the rows, so that equal addresses mean equal names.
        if let Some((known, place)) = self.places.get(self.step)
            && std::ptr::eq(*known, name)
        {
            self.step += 1;
            return Ok(*place);
        }
        self.places.truncate(self.step);
        let next = self.places.last().map_or(0, |(_, place)| place + 1);
        let place = match self.row {
            Engines::Sqlite(row) => place_of(row, next, name),
            Engines::Postgres(row) => place_of(row, next, name),
        }?;
        self.places.push((name, place));
        self.step += 1;
        Ok(place)
    }

    fn turn_to(&mut self, row: Engines<'r>) {
        if !self.row.shares_columns(row) {
            self.places.clear();
        }
        self.row = row;
        self.step = 0;
    }
}

fn place_of<R: Row>(row: &R, next: usize, name: &str) -> Result<usize, DbErr>
where
    for<'n> &'n str: ColumnIndex<R>,
{
    let stands_next = row.columns().get(next).is_some_and(|column| column.name() == name);
    if stands_next { Ok(next) } else { name.index(row).map_err(refused) }
}

fn decode<'r, R, T>(row: &'r R, place: usize, name: &str) -> Result<Option<T>, DbErr>
where
    R: Row,
    usize: ColumnIndex<R>,
    T: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database<Row = R>,
{
    let value = row.try_get_raw(place).map_err(refused)?;
    if value.is_null() {
        return Ok(None);
    }
    if !T::compatible(&value.type_info()) {
        return Err(DbErr::Type(format!("column {name}: expected {}, found {}", T::type_info(), value.type_info())));
    }
    T::decode(value).map(Some).map_err(|error| DbErr::Type(format!("column {name}: {error}")))
}

/// The same for an integer. `SQLite` answers what type a value has more slowly than it gives the value: whether it is
/// null is asked only of what it gives as 0, as it gives a null.
fn integer<'r, R>(row: &'r R, place: usize, name: &str) -> Result<i64, DbErr>
where
    R: Row,
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database<Row = R>,
{
    let value = row.try_get_raw(place).map_err(refused)?;
    let is_integer = <i64 as Type<R::Database>>::compatible(&value.type_info());
    match i64::decode(value) {
        Ok(number) if is_integer && number != 0 => Ok(number),
        _ => decode(row, place, name)?.ok_or_else(|| is_null(name)),
    }
}

#[cold]
fn is_null(name: &str) -> DbErr {
    DbErr::Type(format!("column {name} is null"))
}

#[cold]
fn refused(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}
