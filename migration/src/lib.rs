//! The steps that build the database, one file a step, alike on both engines.
//!
//! A step is written in SQL with a few placeholders for what the engines call differently (see
//! [`ddl`]). To add one: a new file, and a line at the end of `migrations!`; never change an old one.

mod ddl;
pub mod distribute;
mod reader_role;
#[cfg(test)]
mod rules;
pub mod status;
pub mod steps;

pub use status::{MigrationStatus, status};

pub use distribute::{DistributeError, Distribution, distribute};
use sea_orm_migration::prelude::*;
use std::time::Duration;
use store::{Engine, Store, StoreError};

/// The number of the advisory lock that admits one migrating process at a time.
const MIGRATION_LOCK: i64 = 0x7ac0_0001;

/// The rest before a step that could not have a table is tried again; others work meanwhile.
const BETWEEN_TRIES: Duration = Duration::from_secs(3);

/// Declares the steps in their order.
macro_rules! migrations {
    ($($step:ident,)+) => {
        $( mod $step; )+

        /// Every step, in order.
        #[derive(Debug)]
        pub struct Migrator;

        impl MigratorTrait for Migrator {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$( Box::new($step::Migration), )+]
            }
        }

        /// Every step with its statements.
        #[cfg(test)]
        const STEPS: &[(&str, &[&str])] = &[$( (stringify!($step), $step::UP), )+];
    };
}

migrations! {
    m0001_directory,
    m0002_ingest_keys,
    m0003_events,
    m0004_queue,
    m0005_facts,
    m0006_daily,
    m0007_live,
    m0008_ingest_key_life,
    m0009_audit_log,
    m0010_row_security,
    m0011_queue_trace,
    m0012_retention,
    m0013_excess,
    m0014_period_index,
}

/// Brings the database to the newest step; several processes may try at once.
///
/// # Errors
/// Whatever the database says.
pub async fn migrate(store: &Store) -> Result<(), StoreError> {
    match (store.engine(), store.postgres()) {
        (Engine::Postgres, Some(pool)) => {
            let mut lock = pool.acquire().await?;
            sqlx::query("SELECT pg_advisory_lock($1)").bind(MIGRATION_LOCK).execute(&mut *lock).await?;
            let result = match steps_between_readers(store).await {
                Ok(()) => reader_role::ensure(store).await,
                Err(error) => Err(error),
            };
            sqlx::query("SELECT pg_advisory_unlock($1)").bind(MIGRATION_LOCK).execute(&mut *lock).await?;
            result?;
        }
        _ => {
            let _lock = store.lock_migration().await?;
            Migrator::up(store.orm_write(), None).await?;
        }
    }
    Ok(())
}

/// Takes the steps, and again those that could not have a table for themselves, for as long as it takes:
/// whoever reads for long, such as `verify` or `pg_dump`, ends some time.
async fn steps_between_readers(store: &Store) -> Result<(), StoreError> {
    loop {
        match Migrator::up(store.orm_write(), None).await.map_err(StoreError::from) {
            Err(error) if error.is_locked_out() => {
                tracing::warn!(%error, "a step waits for those who read a table that it changes; trying again");
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            done => return done,
        }
    }
}
