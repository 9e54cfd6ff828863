//! Reading more rows than memory should hold.
use crate::{Row, Sql, StoreError, Tx};
use futures_util::TryStreamExt;
use sqlx::AssertSqlSafe;

impl Tx {
    /// Runs a statement and hands its rows over in chunks of `size` as they arrive.
    ///
    /// # Errors
    /// Whatever the database or `each` says.
    pub async fn fetch_chunks<E: From<StoreError>>(
        &mut self,
        sql: Sql,
        size: usize,
        mut each: impl AsyncFnMut(Vec<Row>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut chunk = Vec::with_capacity(size);
        match self {
            Self::Sqlite(tx) => {
                let (text, arguments) = sql.split_sqlite()?;
                let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    chunk.push(Row::Sqlite(row));
                    if chunk.len() == size {
                        each(std::mem::replace(&mut chunk, Vec::with_capacity(size))).await?;
                    }
                }
            }
            Self::Postgres(tx) => {
                let (text, arguments) = sql.split_postgres()?;
                let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    chunk.push(Row::Postgres(row));
                    if chunk.len() == size {
                        each(std::mem::replace(&mut chunk, Vec::with_capacity(size))).await?;
                    }
                }
            }
        }
        if chunk.is_empty() { Ok(()) } else { each(chunk).await }
    }
}
