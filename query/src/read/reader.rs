//! The only way from a scope to rows. The scope is also passed to the database.
use crate::Budget;
use crate::error::QueryError;
use crate::fair::{Party, Shares};
use crate::read::select::{Limited, Number};
use crate::scope::RowScoped;
use sea_orm::entity::prelude::async_trait;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, StatementBuilder,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Engine, Store};
use tokio::sync::Semaphore;

/// The maximum LIMIT of a statement.
const MOST_ROWS: usize = i64::MAX as usize;

/// Reads on behalf of a scope.
#[derive(Clone, Debug)]
pub struct Reader {
    store: Store,
    statements: Arc<AtomicU64>,
    shares: Option<Arc<Shares>>,
    /// The party's half of the read connections; `None` for the server itself.
    half: Option<Arc<Semaphore>>,
    /// The budget of the operation; `None` outside of one.
    budget: Option<Arc<Budget>>,
}

impl Reader {
    /// Reads from this store, without sharing it.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, statements: Arc::default(), shares: None, half: None, budget: None }
    }

    /// The same, sharing it with other readers.
    #[must_use]
    pub fn shared(self, shares: Arc<Shares>) -> Self {
        Self { shares: Some(shares), ..self }
    }

    /// The same, within the share of a party.
    #[must_use]
    pub fn of(&self, party: &Party) -> Self {
        let half = self.shares.as_ref().map(|shares| shares.readers.half(party));
        Self { half, budget: None, ..self.clone() }
    }

    /// The same, within the budget of an operation.
    #[must_use]
    pub fn within(self, budget: Arc<Budget>) -> Self {
        Self { budget: Some(budget), ..self }
    }

    /// The same, for reads that outlive the operation.
    #[must_use]
    pub fn beyond(&self) -> Self {
        Self { budget: None, ..self.clone() }
    }

    /// How many statements were run so far; tests limit what a query costs.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The storage engine, for the few statements that it would execute inefficiently.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// Whether the tables are sharded, for the few statements that need a different form then.
    ///
    /// # Errors
    /// INTERNAL for any database error.
    pub async fn is_distributed(&self) -> Result<bool, QueryError> {
        Ok(self.store.is_distributed().await?)
    }

    /// A connection restricted to the scope.
    #[must_use]
    pub const fn scoped<'a, S: RowScoped>(&'a self, scope: &'a S) -> ScopedReader<'a, S> {
        ScopedReader { reader: self, scope }
    }

    /// Runs a read statement within the scope, once the party has a free slot.
    async fn run<S: RowScoped>(&self, scope: &S, statement: Statement) -> Result<Vec<QueryResult>, QueryError> {
        if let Some(budget) = &self.budget {
            budget.statement()?;
        }
        self.statements.fetch_add(1, Ordering::Relaxed);
        let turn = match (&self.shares, &self.half) {
            (Some(shares), Some(half)) => shares.readers.take(half, 1).await,
            _ => None,
        };
        // Boxed because resolvers hold the futures of all their fields, and a driver's future is large.
        let rows = Box::pin(self.store.query_in_turn(&scope.row_scope(), statement, turn)).await?;
        if let Some(budget) = &self.budget {
            budget.rows(rows.len(), store::row_bytes(&rows))?;
        }
        Ok(rows)
    }

    /// One row more than the operation may read, if it has a limit.
    fn most_rows(&self) -> Option<usize> {
        Some(self.budget.as_ref()?.most_rows().saturating_add(1).min(MOST_ROWS))
    }

    /// Checks whether the operation may read this many bytes of rows, before they are in memory.
    ///
    /// # Errors
    /// TOO_COMPLEX if it may not.
    pub fn expect_bytes(&self, bytes: i64) -> Result<(), QueryError> {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        self.budget.as_ref().map_or(Ok(()), |budget| budget.expect_row_bytes(bytes))
    }
}

/// A `SeaORM` connection restricted to a scope: entities and selects are read through it. Each statement
/// counts against the operation's budget, waits for a slot of the party, and passes the scope to the
/// database. It is read-only.
#[derive(Clone, Copy, Debug)]
pub struct ScopedReader<'a, S> {
    reader: &'a Reader,
    scope: &'a S,
}

/// Its errors are TOO_COMPLEX if there are more statements, rows or bytes of rows than the operation may use,
/// and UNAVAILABLE or INTERNAL for database errors.
impl<S: RowScoped> ScopedReader<'_, S> {
    /// The rows of a select, read by the columns that `T` names.
    pub(crate) async fn all<T: FromQueryResult>(&self, select: &impl StatementBuilder) -> Result<Vec<T>, QueryError> {
        let rows = self.rows(select).await?;
        rows.iter().map(|row| Ok(T::from_query_result(row, "")?)).collect()
    }

    /// The same if only the caller knows the columns.
    pub(crate) async fn rows(&self, select: &impl StatementBuilder) -> Result<Vec<QueryResult>, QueryError> {
        self.reader.run(self.scope, select.build(&self.get_database_backend())).await
    }

    /// The first rows.
    pub(crate) async fn page<T: FromQueryResult>(
        &self,
        select: &SelectStatement,
        limit: usize,
    ) -> Result<Vec<T>, QueryError> {
        self.all(&Limited(select, limit)).await
    }

    /// All rows, but at most one row more than the operation may read: beyond that the operation fails, and
    /// the rest should not be in memory by then.
    pub(crate) async fn bounded<T: FromQueryResult>(&self, select: &SelectStatement) -> Result<Vec<T>, QueryError> {
        match self.reader.most_rows() {
            Some(most) => self.page(select, most).await,
            None => self.all(select).await,
        }
    }

    /// The only row of an aggregate.
    pub(crate) async fn only<T: FromQueryResult>(&self, select: &impl StatementBuilder) -> Result<T, QueryError> {
        let row = self.all(select).await?.into_iter().next();
        row.ok_or_else(|| QueryError::internal("an aggregate without a row"))
    }

    /// The only number of an aggregate, in a column called `number`.
    pub(crate) async fn number(&self, select: &impl StatementBuilder) -> Result<i64, QueryError> {
        Ok(self.only::<Number>(select).await?.number)
    }

    /// Whether there is any row.
    pub(crate) async fn exists(&self, select: &SelectStatement) -> Result<bool, QueryError> {
        Ok(!self.rows(&Limited(select, 1)).await?.is_empty())
    }
}

/// The error for writes on a read-only connection.
fn only_reads() -> DbErr {
    DbErr::Custom("a reading connection writes nothing".to_owned())
}

#[async_trait::async_trait]
impl<S: RowScoped> ConnectionTrait for ScopedReader<'_, S> {
    fn get_database_backend(&self) -> DbBackend {
        self.reader.engine().backend()
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        Ok(self.reader.run(self.scope, statement).await?)
    }

    fn support_returning(&self) -> bool {
        false
    }
}
