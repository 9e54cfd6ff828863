//! How a database stands to the steps that this program knows.
use crate::steps::steps;
use store::{Store, StoreError};

/// How a database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MigrationStatus {
    /// It has taken every step that this program knows, and no other.
    Newest,
    /// It lacks steps, such as this one; all of them where nobody has begun.
    Behind(String),
    /// It has taken a step of which this program knows nothing, such as this one.
    Ahead(String),
}

/// Reads which steps the database has taken.
///
/// # Errors
/// Whatever the database says.
pub async fn status(store: &Store) -> Result<MigrationStatus, StoreError> {
    let steps = steps(store).await?;
    let ahead = steps.unknown.into_iter().next_back().map(MigrationStatus::Ahead);
    let behind = || steps.pending.into_iter().next().map(MigrationStatus::Behind);
    Ok(ahead.or_else(behind).unwrap_or(MigrationStatus::Newest))
}
