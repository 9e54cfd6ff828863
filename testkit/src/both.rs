//! Makes two tests from one test body, because both engines must behave alike.
use crate::Database;
use anyhow::{Context, Result};
use store::Engine;

/// Declares the tests `name::sqlite` and `name::postgres` from one body, which gets a [`Database`] and ends
/// with `Ok(())`.
#[macro_export]
macro_rules! on_both_engines {
    ($(#[$meta:meta])* $name:ident, |$db:ident| async $body:block) => {
        async fn $name($db: $crate::Database) -> $crate::Result<()> $body

        mod $name {
            $(#[$meta])*
            #[test]
            fn sqlite() -> $crate::Result<()> {
                $crate::both::run($crate::Engine::Sqlite, super::$name)
            }

            $(#[$meta])*
            #[test]
            fn postgres() -> $crate::Result<()> {
                $crate::both::run($crate::Engine::Postgres, super::$name)
            }
        }
    };
}

/// Runs a test body on a fresh database of this engine.
///
/// # Errors
/// When the database cannot be created, and any error of the body.
pub fn run<F: Future<Output = Result<()>>>(engine: Engine, body: impl FnOnce(Database) -> F) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start a runtime for the test")?;
    runtime.block_on(async { body(Database::on(engine).await?).await })
}
