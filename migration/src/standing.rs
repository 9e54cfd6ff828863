//! How a database stands to the steps that this program knows.
use crate::Migrator;
use sea_orm_migration::MigratorTrait as _;
use std::collections::BTreeSet;
use store::{Engine, Store, StoreError};

/// How a database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
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
pub async fn standing(store: &Store) -> Result<Standing, StoreError> {
    let there = match store.engine() {
        Engine::Sqlite => "SELECT 1 FROM sqlite_schema WHERE name = 'seaql_migrations'",
        Engine::Postgres => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
    };
    let mut taken = BTreeSet::new();
    if !store.fetch(there).await?.is_empty() {
        for row in store.fetch("SELECT version FROM seaql_migrations").await? {
            taken.insert(row.text(0)?.to_owned());
        }
    }
    let known: BTreeSet<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    Ok(if let Some(step) = taken.difference(&known).last() {
        Standing::Ahead(step.clone())
    } else if let Some(step) = known.difference(&taken).next() {
        Standing::Behind(step.clone())
    } else {
        Standing::Newest
    })
}
