//! What short statements tell, which tests write out.
use anyhow::{Context as _, Result};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

/// What a statement tells in its only row that names it `number`.
///
/// # Errors
/// Whatever the database says, and when there is no such number; likewise below.
pub async fn number(on: &impl ConnectionTrait, sql: impl Into<String>) -> Result<i64> {
    Ok(all::<Number>(on, sql).await?.first().context("a row with a number")?.number)
}

/// What a statement tells in each row that names it `text`.
///
/// # Errors
/// See [`number`].
pub async fn texts(on: &impl ConnectionTrait, sql: impl Into<String>) -> Result<Vec<String>> {
    Ok(all::<Text>(on, sql).await?.into_iter().map(|row| row.text).collect())
}

async fn all<T: FromQueryResult>(on: &impl ConnectionTrait, sql: impl Into<String>) -> Result<Vec<T>> {
    Ok(T::find_by_statement(Statement::from_string(on.get_database_backend(), sql)).all(on).await?)
}
