//! How far a database has come, without taking a step.
use crate::Migrator;
use sea_orm_migration::MigratorTrait;
use store::{Store, StoreError};

/// The steps of a database, beside those of this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Those that were taken, in order.
    pub taken: Vec<String>,
    /// Those of this program that were not.
    pub pending: Vec<String>,
    /// Those that were taken and that this program does not know: a newer one took them.
    pub unknown: Vec<String>,
}

/// Looks how far the database has come.
///
/// # Errors
/// When it cannot be reached.
pub async fn steps(store: &Store) -> Result<Steps, StoreError> {
    let taken = match store.fetch("SELECT version FROM seaql_migrations ORDER BY version").await {
        Ok(rows) => rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<Vec<_>, StoreError>>()?,
        Err(error) if error.is_transient() => return Err(error),
        // An empty database has no such table.
        Err(_) => Vec::new(),
    };
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let pending = known.iter().filter(|step| !taken.contains(step)).cloned().collect();
    let unknown = taken.iter().filter(|step| !known.contains(step)).cloned().collect();
    Ok(Steps { taken, pending, unknown })
}
