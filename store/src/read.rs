//! Reading within a scope, and the store itself as a `SeaORM` connection.
use crate::connect::Pools;
use crate::held::Held;
use crate::statement;
use crate::{RowScope, Store, StoreError};
use sea_orm::entity::prelude::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, Value};

impl Store {
    /// Runs a read statement that may see only the rows in `scope`. `PostgreSQL` hides all others itself (see
    /// [`Self::is_rls_enforced`]); `SQLite` cannot, so there the statement alone enforces it.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn query_within(&self, scope: &RowScope, statement: Statement) -> Result<Vec<QueryResult>, StoreError> {
        self.query_in_turn(scope, statement, ()).await
    }

    /// The same, holding the slot `turn`: it is dropped once the connection is free again. That may be later
    /// than this call ends, because a database continues with a statement even if its result is no longer
    /// awaited. [`crate::row_bytes`] says how much memory the rows take.
    ///
    /// # Errors
    /// See [`Self::query_within`].
    pub async fn query_in_turn<T: Send + 'static>(
        &self,
        scope: &RowScope,
        statement: Statement,
        turn: T,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let rows = match self.all_pools() {
            Pools::Sqlite { read, .. } => {
                let mut held = Held::new(read.acquire().await?, turn);
                let rows = statement::query_sqlite(held.connection()?, statement).await;
                held.answered();
                rows.map_err(StoreError::from)
            }
            Pools::Postgres { rls, .. } => rls.query(scope, statement, turn).await,
        };
        rows.inspect_err(|error| self.note(error))
    }

    /// Runs a hand-written read statement of the server itself (see [`crate::Engine::statement`]), outside
    /// any transaction, and reads its rows by column name.
    ///
    /// # Errors
    /// Returns any database error; also when a row does not have the expected columns.
    pub async fn select<T: FromQueryResult>(
        &self,
        text: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(T::find_by_statement(self.engine().statement(text, values)).all(self).await?)
    }

    /// The same on a projection connection; the workers of an installation are counted by these.
    ///
    /// # Errors
    /// See [`Self::select`].
    pub async fn select_as_worker<T: FromQueryResult>(
        &self,
        text: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>, StoreError> {
        let Pools::Postgres { projection, .. } = self.all_pools() else { return self.select(text, values).await };
        let rows = statement::query_postgres(projection, self.engine().statement(text, values)).await;
        let rows = rows.map_err(StoreError::from).inspect_err(|error| self.note(error))?;
        statement::read(&rows)
    }

    /// Runs a hand-written statement in a transaction of its own, and returns how many rows it affected.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn run(
        &self,
        text: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        Ok(self.execute_raw(self.engine().statement(text, values)).await?.rows_affected())
    }

    /// Runs a read statement of the server itself, outside any transaction.
    async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>, StoreError> {
        let rows = match self.all_pools() {
            Pools::Sqlite { read, .. } => statement::query_sqlite(read, statement).await,
            Pools::Postgres { read, .. } => statement::query_postgres(read, statement).await,
        };
        rows.map_err(StoreError::from).inspect_err(|error| self.note(error))
    }
}

/// Whether a statement that returns rows also writes (`INSERT .. RETURNING`). `SeaORM` builds no other kind.
fn is_writing(statement: &Statement) -> bool {
    let word = statement.sql.trim_start().get(..6).unwrap_or_default();
    ["INSERT", "UPDATE", "DELETE"].iter().any(|writing| word.eq_ignore_ascii_case(writing))
}

/// Statements of the server itself, which sees all rows. Reads run outside any transaction, writes in one of
/// their own.
#[async_trait::async_trait]
impl ConnectionTrait for Store {
    fn get_database_backend(&self) -> DbBackend {
        self.engine().backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let tx = self.begin().await?;
        let done = tx.execute_raw(statement).await.map_err(|error| self.noted(error))?;
        tx.commit().await.inspect_err(|error| self.note(error))?;
        Ok(done)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let tx = self.begin().await?;
        let done = tx.execute_unprepared(sql).await.map_err(|error| self.noted(error))?;
        tx.commit().await.inspect_err(|error| self.note(error))?;
        Ok(done)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if !is_writing(&statement) {
            return Ok(self.query(statement).await?);
        }
        let tx = self.begin().await?;
        let rows = tx.query_all_raw(statement).await.map_err(|error| self.noted(error))?;
        tx.commit().await.inspect_err(|error| self.note(error))?;
        Ok(rows)
    }

    fn support_returning(&self) -> bool {
        true
    }
}

impl Store {
    fn noted(&self, error: DbErr) -> DbErr {
        let error = StoreError::from(error);
        self.note(&error);
        error.into()
    }
}
