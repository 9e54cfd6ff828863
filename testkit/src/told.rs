//! The results of short SQL statements written in tests.
use anyhow::{Context as _, Result};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use store::{RowScope, Store};

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

/// The value of a statement's column `number`, in its first row.
///
/// # Errors
/// Returns any database error, also when there is no such number; the same applies below.
pub async fn number(on: &impl ConnectionTrait, sql: impl Into<String>) -> Result<i64> {
    Ok(all::<Number>(on, sql).await?.first().context("a row with a number")?.number)
}

/// The values of a statement's column `text`, one per row.
///
/// # Errors
/// See [`number`].
pub async fn texts(on: &impl ConnectionTrait, sql: impl Into<String>) -> Result<Vec<String>> {
    Ok(all::<Text>(on, sql).await?.into_iter().map(|row| row.text).collect())
}

/// The same for a statement that may only see the rows of the scope.
///
/// # Errors
/// See [`number`].
pub async fn texts_within(store: &Store, scope: &RowScope, sql: impl Into<String>) -> Result<Vec<String>> {
    let rows = store.query_within(scope, store.engine().statement(sql, [])).await?;
    rows.iter().map(|row| Ok(Text::from_query_result(row, "")?.text)).collect()
}

async fn all<T: FromQueryResult>(on: &impl ConnectionTrait, sql: impl Into<String>) -> Result<Vec<T>> {
    Ok(T::find_by_statement(Statement::from_string(on.get_database_backend(), sql)).all(on).await?)
}
