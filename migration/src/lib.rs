//! The migrations that create the schema, one per file, equivalent on both engines.
//!
//! A migration is written in SQL, with a few placeholders for what the engines call differently (see [`ddl`]).
//! To add one: write a new file, and add a line to the end of `migrations!` with the checksum of its
//! statements, which the test reports; never edit an existing one.

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

/// The key of the advisory lock that allows only one process to migrate at a time.
const MIGRATION_LOCK: i64 = 0x7ac0_0001;

/// The pause before a migration that could not lock a table is retried; other statements proceed meanwhile.
const BETWEEN_TRIES: Duration = Duration::from_secs(3);

/// Declares the migrations in order, each with the checksum of its statements: a test fails if one is edited
/// that databases may already have applied.
macro_rules! migrations {
    ($($step:ident: $checksum:literal,)+) => {
        $( mod $step; )+

        /// All migrations, in order.
        #[derive(Debug)]
        pub struct Migrator;

        impl MigratorTrait for Migrator {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$( Box::new($step::Migration), )+]
            }
        }

        /// All migrations, with their statements and checksums.
        #[cfg(test)]
        const STEPS: &[(&str, &[&str], u64)] = &[$( (stringify!($step), $step::UP, $checksum), )+];
    };
}

migrations! {
    m0001_directory: 0x8c52_f009_e6d4_e5b8,
    m0002_ingest_keys: 0x4652_c850_4735_6e67,
    m0003_events: 0xc213_4e50_baab_44d5,
    m0004_queue: 0x4e83_1291_5319_06a0,
    m0005_facts: 0xb60f_1956_b27a_2fd3,
    m0006_daily: 0x9db9_c21c_0af2_f6ad,
    m0007_live: 0xbd1a_a0a2_dc25_1250,
    m0008_ingest_key_life: 0x2948_2735_07f7_de5d,
    m0009_audit_log: 0x60ec_5296_b36e_8d37,
    m0010_row_security: 0x40f6_524b_cc05_42bb,
    m0011_queue_trace: 0x1f5e_d040_0678_057d,
    m0012_retention: 0xcec6_f9c6_ad21_8818,
    m0013_excess: 0x63b3_3daa_8d8d_48a7,
    m0014_period_index: 0x4d0d_6683_310e_31f0,
    m0015_steps: 0x75ea_4bd2_53ec_1a09,
}

/// Applies all pending migrations; several processes may try at the same time.
///
/// # Errors
/// Returns any database error.
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

/// Applies the migrations, retrying those that could not lock a table for as long as necessary: long readers,
/// such as `verify` or `pg_dump`, end eventually.
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
