//! Reads columns of a row by name, where there are so many that it matters how.
use sea_orm::{DbErr, QueryResult};
use sqlx::{Column as _, ColumnIndex, Database, Decode, Postgres, Row, Sqlite, Type};

/// The integers in the columns with these names. A year of daily totals has ten thousand values, and looking each
/// of them up by name costs more than decoding it: a column is looked up only if it does not stand next to the one
/// before, as those of one select do.
///
/// # Errors
/// When the row has no such column, or it holds something else.
pub fn integers<const N: usize>(row: &QueryResult, prefix: &str, names: &[&str]) -> Result<[i64; N], DbErr> {
    let mut values = [0; N];
    match (row.try_as_sqlite_row(), row.try_as_pg_row()) {
        (Some(row), _) if prefix.is_empty() => read(row, names, &mut values)?,
        (_, Some(row)) if prefix.is_empty() => read(row, names, &mut values)?,
        _ => {
            for (value, name) in values.iter_mut().zip(names) {
                *value = row.try_get(prefix, name)?;
            }
        }
    }
    Ok(values)
}

/// The value of the column with this name; `None` if it is null, or not among the columns. `SeaORM` formats an error
/// for each null.
///
/// # Errors
/// When the column holds something else.
pub fn nullable<T>(row: &QueryResult, prefix: &str, name: &str) -> Result<Option<T>, DbErr>
where
    T: for<'v> Decode<'v, Sqlite> + Type<Sqlite> + for<'v> Decode<'v, Postgres> + Type<Postgres>,
{
    let joined;
    let name = if prefix.is_empty() {
        name
    } else {
        joined = format!("{prefix}{name}");
        &joined
    };
    let found = match (row.try_as_sqlite_row(), row.try_as_pg_row()) {
        (Some(row), _) => row.try_get(name),
        (_, Some(row)) => row.try_get(name),
        (None, None) => Err(sqlx::Error::ColumnNotFound(name.to_owned())),
    };
    match found {
        Err(sqlx::Error::ColumnNotFound(_)) => Ok(None),
        found => found.map_err(refused),
    }
}

fn read<R: Row>(row: &R, names: &[&str], values: &mut [i64]) -> Result<(), DbErr>
where
    usize: ColumnIndex<R>,
    for<'n> &'n str: ColumnIndex<R>,
    for<'v> i64: Decode<'v, R::Database> + Type<R::Database>,
    R::Database: Database<Row = R>,
{
    let columns = row.columns();
    let mut next = 0;
    for (value, name) in values.iter_mut().zip(names) {
        let stands_next = columns.get(next).is_some_and(|column| column.name() == *name);
        let index = if stands_next { next } else { name.index(row).map_err(refused)? };
        // Of a value's type only whether it is null is asked: these columns hold integers, and SQLite's answers to such
        // questions cost more than the value.
        let found: Option<i64> = row.try_get_unchecked(index).map_err(refused)?;
        *value = found.ok_or_else(|| DbErr::Type(format!("null in column {name}")))?;
        next = index + 1;
    }
    Ok(())
}

fn refused(error: sqlx::Error) -> DbErr {
    DbErr::Query(sea_orm::RuntimeErr::SqlxError(error.into()))
}
