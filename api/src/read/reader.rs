//! The only way from a scope to rows. The database is told the scope as well.
use crate::error::ApiError;
use crate::scope::Sighted;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Engine, Row, Sql, Store};

/// Reads on behalf of a scope.
#[derive(Clone, Debug)]
pub struct Reader {
    store: Store,
    statements: Arc<AtomicU64>,
}

impl Reader {
    /// Reads from this store.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, statements: Arc::default() }
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

    /// Runs a reading statement within the scope.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn fetch<S: Sighted>(&self, scope: &S, sql: impl Into<Sql>) -> Result<Vec<Row>, ApiError> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        // Resolvers carry the futures of all their fields about; a driver's is large.
        Ok(Box::pin(self.store.fetch_within(&scope.sight(), sql)).await?)
    }
}
