//! A transaction on either engine.
use crate::rows::{GATHER_FROM, STREAM_FROM};
use crate::timer::Timer;
use crate::{Engine, Rows, StoreError, statement};
use futures_util::TryStreamExt;
use sea_orm::entity::prelude::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, Value};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction};
use tokio::sync::Mutex;

/// An open transaction; rolled back unless [`Tx::commit`] consumes it.
///
/// It is also a `SeaORM` connection (see [`sea_orm::ConnectionTrait`]), so entities can be read and written
/// in it. Its statements run one after another, even if several tasks issue them.
#[derive(Debug)]
pub struct Tx {
    open: Mutex<Open>,
    engine: Engine,
    /// Whether the tables that it inserts into may be sharded.
    spread: bool,
    /// Whether it inserts many rows on a cluster as a stream; for these, the coordinator reports errors
    /// without their codes.
    streams: bool,
}

/// The driver's transaction.
#[derive(Debug)]
pub(crate) enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

// Every SQL text below is put together from constants in this workspace; values are passed as parameters.
impl Tx {
    pub(crate) fn sqlite(tx: Transaction<'static, Sqlite>) -> Self {
        Self { open: Mutex::new(Open::Sqlite(tx)), engine: Engine::Sqlite, spread: false, streams: false }
    }

    pub(crate) fn postgres(tx: Transaction<'static, Postgres>, spread: bool) -> Self {
        Self { open: Mutex::new(Open::Postgres(tx)), engine: Engine::Postgres, spread, streams: true }
    }

    /// The driver's transaction, for callers with exclusive access: no lock is needed.
    pub(crate) fn open(&mut self) -> &mut Open {
        self.open.get_mut()
    }

    /// The engine that it runs on.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether its tables are sharded over several machines.
    #[must_use]
    pub const fn is_spread(&self) -> bool {
        self.spread
    }

    /// From here on, rows are written out in statements, so that an error in one of them is reported with its
    /// code.
    pub const fn stop_streaming(&mut self) {
        self.streams = false;
    }

    /// Runs a statement over `input`, the given rows, and reads the resulting rows by column name. Does
    /// nothing if there are no rows.
    ///
    /// # Errors
    /// Returns any database error; also when a row does not have the expected columns.
    pub async fn select_rows<T: FromQueryResult>(&mut self, input: &Rows, body: &str) -> Result<Vec<T>, StoreError> {
        let _timer = Timer::start();
        let mut found = Vec::new();
        for range in input.chunks(self.engine()) {
            match self.open.get_mut() {
                Open::Sqlite(tx) => {
                    let (text, arguments) = input.sqlite(body, range)?;
                    let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                    while let Some(row) = rows.try_next().await? {
                        found.push(T::from_query_result(&row.into(), "")?);
                    }
                }
                Open::Postgres(tx) => {
                    let (text, arguments) = input.postgres(body, self.spread)?;
                    let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                    while let Some(row) = rows.try_next().await? {
                        found.push(T::from_query_result(&row.into(), "")?);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Runs a hand-written statement (see [`Engine::statement`]), and reads its rows by column name.
    ///
    /// # Errors
    /// Returns any database error; also when a row does not have the expected columns.
    pub async fn select<T: FromQueryResult>(
        &self,
        text: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(T::find_by_statement(self.engine.statement(text, values)).all(self).await?)
    }

    /// Runs a hand-written statement, and returns how many rows it affected.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn run(
        &self,
        text: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        Ok(self.execute_raw(self.engine.statement(text, values)).await?.rows_affected())
    }

    /// Runs a statement over `input`, the given rows, and returns how many rows it affected.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn execute_rows(&mut self, input: &Rows, body: &str) -> Result<u64, StoreError> {
        let _timer = Timer::start();
        let mut touched = 0;
        for range in input.chunks(self.engine()) {
            touched += match self.open.get_mut() {
                Open::Sqlite(tx) => {
                    let (text, arguments) = input.sqlite(body, range)?;
                    sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected()
                }
                Open::Postgres(tx) => {
                    let (text, arguments) = input.postgres(body, self.spread)?;
                    sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected()
                }
            };
        }
        Ok(touched)
    }

    /// Inserts the rows into a table: `INSERT INTO table (..) .. tail`, and returns how many it affected.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn insert_rows(&mut self, rows: &Rows, table: &str, tail: &str) -> Result<u64, StoreError> {
        let spread = self.spread;
        let streams = self.streams;
        let Some(tx) = self.open.get_mut().on_cluster(spread) else {
            let names = rows.names();
            // Without the condition, `SQLite` parses ON CONFLICT as the ON of a join.
            let body = format!("INSERT INTO {table} ({names}) SELECT {names} FROM input WHERE true {tail}");
            return self.execute_rows(rows, &body).await;
        };
        let _timer = Timer::start();
        if streams && rows.len() >= if tail.is_empty() { STREAM_FROM } else { GATHER_FROM } {
            let (text, arguments) = rows.cluster_stream(table, tail)?;
            return Ok(sqlx::query_with(AssertSqlSafe(text), arguments).execute(&mut **tx).await?.rows_affected());
        }
        let mut touched = 0;
        for range in rows.cluster_chunks() {
            let (text, arguments) = rows.cluster_insert(table, tail, range)?;
            // Hardly any two have the same length: as prepared statements they would only take memory.
            let query = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(false);
            touched += query.execute(&mut **tx).await?.rows_affected();
        }
        Ok(touched)
    }

    /// Deletes the rows of a table whose columns match `keys`, whose columns have the same names and are
    /// covered by an index. Returns how many rows were deleted.
    ///
    /// Each row is looked up in the index, no matter how many rows the `PostgreSQL` planner expects: a table
    /// that was empty when it was last analyzed, as a queue often is, is still assumed to be empty, and every
    /// row would be compared with every key.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn delete_rows(&mut self, table: &str, keys: &Rows) -> Result<u64, StoreError> {
        let body = if self.engine == Engine::Sqlite || self.spread {
            let names = keys.names();
            format!("DELETE FROM {table} WHERE ({names}) IN (SELECT {names} FROM input):org({table})")
        } else {
            let same = keys.each_name(|name| format!("t.{name} = i.{name}"), " AND ");
            format!(
                "DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM input i
                 CROSS JOIN LATERAL (SELECT t.ctid FROM {table} t WHERE {same} OFFSET 0) found))"
            )
        };
        self.execute_rows(keys, &body).await
    }

    /// Lets a snapshot transaction write. `SQLite` ends the snapshot for that, keeping the connection and its
    /// temporary tables; `PostgreSQL` continues in it.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn continue_writing(&mut self) -> Result<(), StoreError> {
        if self.engine() == Engine::Sqlite {
            self.run("COMMIT", []).await?;
            self.run("BEGIN IMMEDIATE", []).await?;
        }
        Ok(())
    }

    /// Makes all writes durable.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn commit(self) -> Result<(), StoreError> {
        let _timer = Timer::start();
        match self.open.into_inner() {
            Open::Sqlite(tx) => tx.commit().await?,
            Open::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Discards all writes.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.open.into_inner() {
            Open::Sqlite(tx) => tx.rollback().await?,
            Open::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

impl Open {
    /// The `PostgreSQL` transaction, if its tables are sharded.
    const fn on_cluster(&mut self, spread: bool) -> Option<&mut Transaction<'static, Postgres>> {
        match self {
            Self::Postgres(tx) if spread => Some(tx),
            Self::Postgres(_) | Self::Sqlite(_) => None,
        }
    }

    async fn query(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Sqlite(tx) => statement::query_sqlite(&mut **tx, statement).await,
            Self::Postgres(tx) => statement::query_postgres(&mut **tx, statement).await,
        }
        .map_err(statement::failed)
    }

    async fn execute_unprepared(&mut self, sql: &str) -> Result<ExecResult, DbErr> {
        let text = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(tx) => sqlx::Executor::execute(&mut **tx, text).await.map(ExecResult::from),
            Self::Postgres(tx) => sqlx::Executor::execute(&mut **tx, text).await.map(ExecResult::from),
        }
        .map_err(statement::failed)
    }

    async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Sqlite(tx) => statement::execute_sqlite(&mut **tx, statement).await,
            Self::Postgres(tx) => statement::execute_postgres(&mut **tx, statement).await,
        }
        .map_err(statement::failed)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.engine.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut open = self.open.lock().await;
        let _timer = Timer::start();
        open.execute(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut open = self.open.lock().await;
        let _timer = Timer::start();
        open.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut open = self.open.lock().await;
        let _timer = Timer::start();
        open.query(statement).await
    }

    fn support_returning(&self) -> bool {
        true
    }
}
