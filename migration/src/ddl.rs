//! Schema definitions written once for both engines.
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Placeholders for what the engines call differently. `{text}` compares bytewise on both engines;
/// `{clustered}` stores the rows in their primary key on `SQLite`; `{updated}` leaves free space in
/// `PostgreSQL`'s pages for new versions of frequently updated rows.
const PLACEHOLDERS: &[(&str, &str, &str)] = &[
    ("{text}", "TEXT", "TEXT COLLATE \"C\""),
    ("{bytes}", "BLOB", "BYTEA"),
    ("{clustered}", "WITHOUT ROWID", ""),
    ("{updated}", "", "WITH (fillfactor = 80)"),
    ("{clustered_updated}", "WITHOUT ROWID", "WITH (fillfactor = 70)"),
    (
        "{queue}",
        "WITHOUT ROWID",
        "WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0)",
    ),
];

/// The statements for one engine. A statement that begins with `{sqlite}` or `{postgres}` is only for that
/// engine; see also [`each`].
pub(crate) fn texts(statements: &[&str], postgres: bool) -> impl Iterator<Item = String> {
    let (own, other) = if postgres { ("{postgres}", "{sqlite}") } else { ("{sqlite}", "{postgres}") };
    statements.iter().filter(move |statement| !statement.starts_with(other)).flat_map(move |statement| {
        each(statement.trim_start_matches(own)).into_iter().map(move |statement| {
            PLACEHOLDERS.iter().fold(statement, |text, (placeholder, lite, pg)| {
                text.replace(placeholder, if postgres { pg } else { lite })
            })
        })
    })
}

/// A statement that begins with `{each a b}` stands for one statement for each of the names, in place of `{it}`.
pub(crate) fn each(statement: &str) -> Vec<String> {
    match statement.strip_prefix("{each ").and_then(|rest| rest.split_once('}')) {
        Some((names, text)) => names.split(' ').map(|name| text.replace("{it}", name)).collect(),
        None => vec![statement.to_owned()],
    }
}

/// Runs the statements on the manager's engine.
pub(crate) async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    if postgres {
        // An ALTER TABLE waits for current readers, and all later statements wait behind it: if there is a long
        // reader, it gives up and tries again later.
        manager.get_connection().execute_unprepared("SET LOCAL lock_timeout = '2s'").await?;
    }
    let texts: Vec<String> = texts(statements, postgres).collect();
    for text in texts {
        manager.get_connection().execute_unprepared(&text).await?;
    }
    Ok(())
}

/// Declares a migration from its up and down statements.
macro_rules! step {
    ($name:literal, up: $up:expr, down: $down:expr) => {
        pub(crate) struct Migration;

        /// The migration's statements, for the test of the migration rules.
        #[cfg(test)]
        pub(crate) const UP: &[&str] = $up;

        impl sea_orm_migration::prelude::MigrationName for Migration {
            fn name(&self) -> &str {
                $name
            }
        }

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            /// A migration is applied completely or not at all, on both engines.
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::ddl::run(manager, $up).await
            }

            async fn down(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::ddl::run(manager, $down).await
            }
        }
    };
}
pub(crate) use step;
