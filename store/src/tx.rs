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
/// It is also a connection of `SeaORM` (see [`sea_orm::ConnectionTrait`]), so that entities are read and written
/// in it. Its statements run one after another, whoever asks.
#[derive(Debug)]
pub struct Tx {
    open: Mutex<Open>,
    engine: Engine,
    /// Whether what it adds to may lie on several machines.
    spread: bool,
    /// Whether it adds many rows there as a stream, of which the coordinator tells errors without their codes.
    streams: bool,
}

/// The transaction of the driver.
#[derive(Debug)]
pub(crate) enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

// Every text below is put together from constants of this workspace; values travel as parameters.
impl Tx {
    pub(crate) fn sqlite(tx: Transaction<'static, Sqlite>) -> Self {
        Self { open: Mutex::new(Open::Sqlite(tx)), engine: Engine::Sqlite, spread: false, streams: false }
    }

    pub(crate) fn postgres(tx: Transaction<'static, Postgres>, spread: bool) -> Self {
        Self { open: Mutex::new(Open::Postgres(tx)), engine: Engine::Postgres, spread, streams: true }
    }

    /// The driver's own, for whoever has the transaction for itself: nobody is waited for.
    pub(crate) fn open(&mut self) -> &mut Open {
        self.open.get_mut()
    }

    /// The engine that it runs on.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether its tables lie on several machines.
    #[must_use]
    pub const fn is_spread(&self) -> bool {
        self.spread
    }

    /// From here on rows stand in statements, so that whatever is wrong with one of them is told by its code.
    pub const fn stop_streaming(&mut self) {
        self.streams = false;
    }

    /// Runs a statement over `input`, the given rows, and reads its rows by the names of their columns; nothing to
    /// do for none.
    ///
    /// # Errors
    /// Whatever the database says, and when a row holds something else.
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

    /// Runs a statement that is written out (see [`Engine::statement`]), and reads its rows by the names of their
    /// columns.
    ///
    /// # Errors
    /// Whatever the database says, and when a row holds something else.
    pub async fn select<T: FromQueryResult>(
        &self,
        text: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(T::find_by_statement(self.engine.statement(text, values)).all(self).await?)
    }

    /// Runs a statement that is written out, and returns how many rows it touched.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn run(
        &self,
        text: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        Ok(self.execute_raw(self.engine.statement(text, values)).await?.rows_affected())
    }

    /// Runs a statement over `input`, the given rows, and returns how many rows it touched.
    ///
    /// # Errors
    /// Whatever the database says.
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

    /// Adds the rows to a table: `INSERT INTO table (..) .. tail`, and returns how many it touched.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn insert_rows(&mut self, rows: &Rows, table: &str, tail: &str) -> Result<u64, StoreError> {
        let spread = self.spread;
        let streams = self.streams;
        let Some(tx) = self.open.get_mut().on_cluster(spread) else {
            let names = rows.names();
            // Without the condition `SQLite` takes ON CONFLICT for that of a join.
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
    /// Whatever the database says.
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

    /// Lets a snapshot's transaction write. `SQLite` ends the snapshot for that, keeping the
    /// connection and its temporary tables; `PostgreSQL` goes on in it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn continue_writing(&mut self) -> Result<(), StoreError> {
        if self.engine() == Engine::Sqlite {
            self.run("COMMIT", []).await?;
            self.run("BEGIN IMMEDIATE", []).await?;
        }
        Ok(())
    }

    /// Makes everything that was written durable.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn commit(self) -> Result<(), StoreError> {
        let _timer = Timer::start();
        match self.open.into_inner() {
            Open::Sqlite(tx) => tx.commit().await?,
            Open::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Forgets everything that was written.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.open.into_inner() {
            Open::Sqlite(tx) => tx.rollback().await?,
            Open::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

impl Open {
    /// The one on `PostgreSQL`, where its tables are spread.
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
