//! `SeaORM` statements on the driver's connections, and the size of a row.
use crate::{StoreError, row};
use futures_util::TryStreamExt;
use sea_orm::{DbErr, ExecResult, FromQueryResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Executor, Postgres, Sqlite, query_with};
use std::sync::Arc;

/// The text and its values; they are bound as `SeaORM` itself binds them.
fn split(statement: Statement) -> (AssertSqlSafe<String>, SqlxValues) {
    let values = statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()));
    (AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn sqlite(statement: Statement) -> Query<'static, Sqlite, SqlxValues> {
    let (text, values) = split(statement);
    query_with(text, values)
}

fn postgres(statement: Statement) -> Query<'static, Postgres, SqlxValues> {
    let (text, values) = split(statement);
    query_with(text, values)
}

pub(crate) async fn query_sqlite<'c>(
    executor: impl Executor<'c, Database = Sqlite>,
    statement: Statement,
) -> Result<Vec<QueryResult>, sqlx::Error> {
    sqlite(statement).fetch(executor).map_ok(QueryResult::from).try_collect().await
}

pub(crate) async fn query_postgres<'c>(
    executor: impl Executor<'c, Database = Postgres>,
    statement: Statement,
) -> Result<Vec<QueryResult>, sqlx::Error> {
    postgres(statement).fetch(executor).map_ok(QueryResult::from).try_collect().await
}

pub(crate) async fn execute_sqlite<'c>(
    executor: impl Executor<'c, Database = Sqlite>,
    statement: Statement,
) -> Result<ExecResult, sqlx::Error> {
    Ok(sqlite(statement).execute(executor).await?.into())
}

pub(crate) async fn execute_postgres<'c>(
    executor: impl Executor<'c, Database = Postgres>,
    statement: Statement,
) -> Result<ExecResult, sqlx::Error> {
    Ok(postgres(statement).execute(executor).await?.into())
}

/// Reads rows by column name.
pub(crate) fn read<T: FromQueryResult>(rows: &[QueryResult]) -> Result<Vec<T>, StoreError> {
    Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

/// The driver's error wrapped as `SeaORM` does; [`StoreError`] unwraps it again.
pub(crate) fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

/// Roughly how many bytes of memory rows take: their texts and byte strings, and a fixed amount per column.
#[must_use]
pub fn row_bytes(rows: &[QueryResult]) -> usize {
    row::sqlite_bytes(rows.iter().filter_map(QueryResult::try_as_sqlite_row))
        + row::postgres_bytes(rows.iter().filter_map(QueryResult::try_as_pg_row))
}

/// The columns of a row in readable form, in order; for reports of differences.
#[must_use]
pub fn display_row(row: &QueryResult) -> Vec<String> {
    match (row.try_as_sqlite_row(), row.try_as_pg_row()) {
        (Some(row), _) => row::display_sqlite(row),
        (None, Some(row)) => row::display_postgres(row),
        (None, None) => Vec::new(),
    }
}
