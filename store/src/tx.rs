//! A transaction on either engine.
use crate::rows::{GATHER_FROM, STREAM_FROM};
use crate::timer::Timer;
use crate::{Engine, Row, Rows, Sql, StoreError};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};

/// An open transaction; rolled back unless [`Tx::commit`] consumes it.
#[derive(Debug)]
pub enum Tx {
    /// On `SQLite`.
    Sqlite(Transaction<'static, Sqlite>),
    /// On `PostgreSQL`.
    Postgres {
        /// Its own.
        tx: Transaction<'static, Postgres>,
        /// Whether what it adds to may lie on several machines.
        spread: bool,
        /// Whether it adds many rows there as a stream, of which the coordinator tells errors without their
        /// codes.
        streams: bool,
    },
}

// Every text below is put together from constants of this workspace; values travel as parameters.
impl Tx {
    /// The engine that it runs on.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Whether its tables lie on several machines.
    #[must_use]
    pub const fn is_spread(&self) -> bool {
        matches!(self, Self::Postgres { spread: true, .. })
    }

    /// From here on rows stand in statements, so that whatever is wrong with one of them is told by its code.
    pub const fn stop_streaming(&mut self) {
        if let Self::Postgres { streams, .. } = self {
            *streams = false;
        }
    }

    /// Runs a statement and returns its rows.
    ///
    /// # Errors
    /// Whatever the database says; likewise below.
    pub async fn fetch(&mut self, sql: impl Into<Sql>) -> Result<Vec<Row>, StoreError> {
        let _timer = Timer::start();
        match self {
            Self::Sqlite(tx) => {
                let (text, arguments) = sql.into().split_sqlite()?;
                let query = sqlx::query_with(AssertSqlSafe(text), arguments);
                Ok(query.fetch(&mut **tx).map_ok(Row::Sqlite).try_collect().await?)
            }
            Self::Postgres { tx, .. } => {
                let (text, arguments) = sql.into().split_postgres()?;
                let query = sqlx::query_with(AssertSqlSafe(text), arguments);
                Ok(query.fetch(&mut **tx).map_ok(Row::Postgres).try_collect().await?)
            }
        }
    }

    /// Runs a statement and returns how many rows it touched.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn execute(&mut self, sql: impl Into<Sql>) -> Result<u64, StoreError> {
        let _timer = Timer::start();
        match self {
            Self::Sqlite(tx) => {
                let (text, arguments) = sql.into().split_sqlite()?;
                Ok(sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected())
            }
            Self::Postgres { tx, .. } => {
                let (text, arguments) = sql.into().split_postgres()?;
                Ok(sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected())
            }
        }
    }

    /// Runs a statement over `input`, the given rows, and returns its rows; nothing to do for none.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn fetch_rows(&mut self, input: &Rows, body: &str) -> Result<Vec<Row>, StoreError> {
        let _timer = Timer::start();
        let mut found = Vec::new();
        for range in input.chunks(self.engine()) {
            match self {
                Self::Sqlite(tx) => {
                    let (text, arguments) = input.sqlite(body, range)?;
                    let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                    while let Some(row) = rows.try_next().await? {
                        found.push(Row::Sqlite(row));
                    }
                }
                Self::Postgres { tx, spread, .. } => {
                    let (text, arguments) = input.postgres(body, *spread)?;
                    let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                    while let Some(row) = rows.try_next().await? {
                        found.push(Row::Postgres(row));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Runs a statement over `input`, the given rows, and returns how many rows it touched.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn execute_rows(&mut self, input: &Rows, body: &str) -> Result<u64, StoreError> {
        let _timer = Timer::start();
        let mut touched = 0;
        for range in input.chunks(self.engine()) {
            touched += match self {
                Self::Sqlite(tx) => {
                    let (text, arguments) = input.sqlite(body, range)?;
                    sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected()
                }
                Self::Postgres { tx, spread, .. } => {
                    let (text, arguments) = input.postgres(body, *spread)?;
                    sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected()
                }
            };
        }
        Ok(touched)
    }

    /// Adds the rows to a table: `INSERT INTO table (..) .. tail`, and returns how many it touched.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn insert_rows(&mut self, rows: &Rows, table: &str, tail: &str) -> Result<u64, StoreError> {
        let Self::Postgres { tx, spread: true, streams } = self else {
            let names = rows.names();
            // Without the condition `SQLite` takes ON CONFLICT for that of a join.
            let body = format!("INSERT INTO {table} ({names}) SELECT {names} FROM input WHERE true {tail}");
            return self.execute_rows(rows, &body).await;
        };
        let _timer = Timer::start();
        if *streams && rows.len() >= if tail.is_empty() { STREAM_FROM } else { GATHER_FROM } {
            let (text, arguments) = rows.cluster_stream(table, tail)?;
            return Ok(sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected());
        }
        let mut touched = 0;
        for range in rows.cluster_chunks() {
            let (text, arguments) = rows.cluster_insert(table, tail, range)?;
            // Hardly two are of one length: kept, they would only take memory.
            let query = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(false);
            touched += query.execute(&mut **tx).await?.rows_affected();
        }
        Ok(touched)
    }

    /// Deletes the rows of a table whose columns have the values of `keys`, columns of the same names that an
    /// index holds; how many there were.
    ///
    /// Each is looked up in the index, however many rows the planner of `PostgreSQL` believes the table to
    /// have: of one that was empty when it looked last, as a queue is, it believes that it still is, and would
    /// compare every row with every key.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn delete_rows(&mut self, table: &str, keys: &Rows) -> Result<u64, StoreError> {
        let body = match self {
            Self::Sqlite(_) | Self::Postgres { spread: true, .. } => {
                let names = keys.names();
                format!("DELETE FROM {table} WHERE ({names}) IN (SELECT {names} FROM input):org({table})")
            }
            Self::Postgres { .. } => {
                let same = keys.each_name(|name| format!("t.{name} = i.{name}"), " AND ");
                format!(
                    "DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM input i
                     CROSS JOIN LATERAL (SELECT t.ctid FROM {table} t WHERE {same} OFFSET 0) found))"
                )
            }
        };
        self.execute_rows(keys, &body).await
    }

    /// Lets a snapshot's transaction write. `SQLite` ends the snapshot for that, keeping the
    /// connection and its temporary tables; `PostgreSQL` goes on in it.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn continue_writing(&mut self) -> Result<(), StoreError> {
        if self.engine() == Engine::Sqlite {
            self.execute("COMMIT").await?;
            self.execute("BEGIN IMMEDIATE").await?;
        }
        Ok(())
    }

    /// Makes everything that was written durable.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn commit(self) -> Result<(), StoreError> {
        let _timer = Timer::start();
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres { tx, .. } => tx.commit().await?,
        }
        Ok(())
    }

    /// Forgets everything that was written.
    ///
    /// # Errors
    /// See [`Self::fetch`].
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres { tx, .. } => tx.rollback().await?,
        }
        Ok(())
    }
}
