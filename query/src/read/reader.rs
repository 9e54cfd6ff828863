//! The only way from a scope to rows. The database is told the scope as well.
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

/// The most rows that a statement's limit may name.
const MOST_ROWS: usize = i64::MAX as usize;

/// Reads on behalf of a scope.
#[derive(Clone, Debug)]
pub struct Reader {
    store: Store,
    statements: Arc<AtomicU64>,
    shares: Option<Arc<Shares>>,
    /// What the party that asks may have of the connections; none for the server itself.
    half: Option<Arc<Semaphore>>,
    /// What the operation that asks may take; none where no operation does.
    budget: Option<Arc<Budget>>,
}

impl Reader {
    /// Reads from this store, and shares it with nobody.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, statements: Arc::default(), shares: None, half: None, budget: None }
    }

    /// The same where others read as well.
    #[must_use]
    pub fn shared(self, shares: Arc<Shares>) -> Self {
        Self { shares: Some(shares), ..self }
    }

    /// The same out of the share of a party.
    #[must_use]
    pub fn of(&self, party: &Party) -> Self {
        let half = self.shares.as_ref().map(|shares| shares.readers.half(party));
        Self { half, budget: None, ..self.clone() }
    }

    /// The same within what an operation may take.
    #[must_use]
    pub fn within(self, budget: Arc<Budget>) -> Self {
        Self { budget: Some(budget), ..self }
    }

    /// The same for what outlives the operation.
    #[must_use]
    pub fn beyond(&self) -> Self {
        Self { budget: None, ..self.clone() }
    }

    /// How many statements were read so far: what a query costs is held by tests.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Which engine is read, for the few statements that it would answer the long way.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// Whether it is spread over machines, for the few statements that cannot be asked there as elsewhere.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn is_distributed(&self) -> Result<bool, QueryError> {
        Ok(self.store.is_distributed().await?)
    }

    /// What the scope admits, as a connection.
    #[must_use]
    pub const fn scoped<'a, S: RowScoped>(&'a self, scope: &'a S) -> ScopedReader<'a, S> {
        ScopedReader { reader: self, scope }
    }

    /// Runs a reading statement within the scope, once it is the party's turn.
    async fn run<S: RowScoped>(&self, scope: &S, statement: Statement) -> Result<Vec<QueryResult>, QueryError> {
        if let Some(budget) = &self.budget {
            budget.statement()?;
        }
        self.statements.fetch_add(1, Ordering::Relaxed);
        let turn = match (&self.shares, &self.half) {
            (Some(shares), Some(half)) => shares.readers.take(half, 1).await,
            _ => None,
        };
        // Resolvers carry the futures of all their fields about; a driver's is large.
        let rows = Box::pin(self.store.query_in_turn(&scope.row_scope(), statement, turn)).await?;
        if let Some(budget) = &self.budget {
            budget.rows(rows.len(), rows.iter().map(store::row_bytes).sum())?;
        }
        Ok(rows)
    }

    /// One row more than the operation may read, where there is an end to it.
    fn most_rows(&self) -> Option<usize> {
        Some(self.budget.as_ref()?.most_rows().saturating_add(1).min(MOST_ROWS))
    }

    /// Whether the operation may read so many bytes of rows, told before they are in memory.
    ///
    /// # Errors
    /// TOO_COMPLEX where it may not.
    pub fn expect_bytes(&self, bytes: i64) -> Result<(), QueryError> {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        self.budget.as_ref().map_or(Ok(()), |budget| budget.expect_row_bytes(bytes))
    }
}

/// What a scope admits, as a connection of `SeaORM`: entities and selections are read through it. Each statement
/// counts against the budget of the operation, waits for the turn of the party, and is told to the database
/// with the scope. It only reads.
#[derive(Clone, Copy, Debug)]
pub struct ScopedReader<'a, S> {
    reader: &'a Reader,
    scope: &'a S,
}

/// Its errors are TOO_COMPLEX for more statements, rows or bytes of rows than an operation may have, and UNAVAILABLE
/// or INTERNAL with whatever the database says.
impl<S: RowScoped> ScopedReader<'_, S> {
    /// The rows of a selection, of which each has the columns that `T` names.
    pub(crate) async fn all<T: FromQueryResult>(&self, select: &impl StatementBuilder) -> Result<Vec<T>, QueryError> {
        let rows = self.rows(select).await?;
        rows.iter().map(|row| Ok(T::from_query_result(row, "")?)).collect()
    }

    /// The same where the columns are known to the caller alone.
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

    /// Whatever there is, but at most one row more than the operation may read: what is beyond is refused, and
    /// not held in memory before.
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

    /// The only number of an aggregate, which has to be called `number`.
    pub(crate) async fn number(&self, select: &impl StatementBuilder) -> Result<i64, QueryError> {
        Ok(self.only::<Number>(select).await?.number)
    }

    /// Whether there is any row.
    pub(crate) async fn exists(&self, select: &SelectStatement) -> Result<bool, QueryError> {
        Ok(!self.rows(&Limited(select, 1)).await?.is_empty())
    }
}

/// What a connection answers that only reads.
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
