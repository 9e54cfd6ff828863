//! Which migrations a database has, without applying any.
use crate::Migrator;
use sea_orm_migration::sea_orm::{ConnectionTrait as _, EntityTrait as _, QueryOrder as _};
use sea_orm_migration::{MigratorTrait, seaql_migrations};
use store::{Engine, Store, StoreError};

/// The migrations of a database, compared to those of this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Applied migrations, in order.
    pub taken: Vec<String>,
    /// Migrations of this program that are not applied.
    pub pending: Vec<String>,
    /// Applied migrations that this program does not know: a newer version applied them.
    pub unknown: Vec<String>,
}

/// Reads which migrations the database has.
///
/// # Errors
/// When the database cannot be reached.
pub async fn steps(store: &Store) -> Result<Steps, StoreError> {
    let there = match store.engine() {
        Engine::Sqlite => "SELECT 1 FROM sqlite_schema WHERE name = 'seaql_migrations'",
        Engine::Postgres => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
    };
    let mut taken = Vec::new();
    // An empty database has no table of migrations.
    if store.query_one_raw(store.engine().statement(there, [])).await.map_err(StoreError::from)?.is_some() {
        let steps = seaql_migrations::Entity::find().order_by_asc(seaql_migrations::Column::Version).all(store);
        taken.extend(steps.await.map_err(StoreError::from)?.into_iter().map(|step| step.version));
    }
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let pending = known.iter().filter(|step| !taken.contains(step)).cloned().collect();
    let unknown = taken.iter().filter(|step| !known.contains(step)).cloned().collect();
    Ok(Steps { taken, pending, unknown })
}
