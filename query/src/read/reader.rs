//! The only way from a scope to rows. The database is told the scope as well.
use crate::Budget;
use crate::error::QueryError;
use crate::fair::{Party, Shares};
use crate::read::Statement;
use crate::scope::Sighted;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Engine, Row, Sql, Store};
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

    /// Runs a reading statement within the scope, once it is the party's turn.
    ///
    /// # Errors
    /// TOO_COMPLEX for more statements, rows or bytes of rows than an operation may have; UNAVAILABLE or INTERNAL,
    /// with whatever the database says.
    pub async fn fetch<S: Sighted>(&self, scope: &S, sql: impl Into<Sql>) -> Result<Vec<Row>, QueryError> {
        if let Some(budget) = &self.budget {
            budget.statement()?;
        }
        self.statements.fetch_add(1, Ordering::Relaxed);
        let turn = match (&self.shares, &self.half) {
            (Some(shares), Some(half)) => shares.readers.take(half, 1).await,
            _ => None,
        };
        // Resolvers carry the futures of all their fields about; a driver's is large.
        let rows = Box::pin(self.store.fetch_in_turn(&scope.sight(), sql, turn)).await?;
        if let Some(budget) = &self.budget {
            budget.rows(rows.len(), rows.iter().map(Row::size).sum())?;
        }
        Ok(rows)
    }

    /// Ends a statement that reads whatever there is, so that it answers at most one row more than the
    /// operation may read: what is beyond is refused, and not held in memory before.
    #[must_use]
    pub fn bounded(&self, mut statement: Statement) -> Sql {
        if let Some(budget) = &self.budget {
            statement.push(&format!(" LIMIT {}", budget.most_rows().saturating_add(1).min(MOST_ROWS)));
        }
        statement.into_sql()
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
