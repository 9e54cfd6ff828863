//! How a database's schema compares to the migrations of this program.
use crate::steps::steps;
use store::{Store, StoreError};

/// How a database's schema compares to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MigrationStatus {
    /// All migrations of this program are applied, and no others.
    Newest,
    /// Migrations are missing, such as this one; all of them if the database is empty.
    Behind(String),
    /// A migration is applied that this program does not know, such as this one.
    Ahead(String),
}

/// Reads which migrations are applied.
///
/// # Errors
/// Returns any database error.
pub async fn status(store: &Store) -> Result<MigrationStatus, StoreError> {
    let steps = steps(store).await?;
    let ahead = steps.unknown.into_iter().next_back().map(MigrationStatus::Ahead);
    let behind = || steps.pending.into_iter().next().map(MigrationStatus::Behind);
    Ok(ahead.or_else(behind).unwrap_or(MigrationStatus::Newest))
}
