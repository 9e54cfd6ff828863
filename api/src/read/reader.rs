//! The only way from a scope to rows.
use crate::error::ApiError;
use crate::scope::Sighted;
use store::{Row, Sql, Store};

/// Reads on behalf of a scope.
#[derive(Clone, Debug)]
pub struct Reader(Store);

impl Reader {
    /// Reads from this store.
    #[must_use]
    pub const fn new(store: Store) -> Self {
        Self(store)
    }

    /// Runs a reading statement within the scope.
    ///
    /// # Errors
    /// INTERNAL, with whatever the database says.
    pub async fn fetch<S: Sighted>(&self, _scope: &S, sql: impl Into<Sql>) -> Result<Vec<Row>, ApiError> {
        Ok(self.0.fetch(sql).await?)
    }
}
