//! Distributes the tables over the machines of a Citus cluster: tables with an organization are sharded by its
//! id, all of one organization on one machine; the directory of organizations, people and keys is copied to
//! every machine; the rest stays on the coordinator.
use crate::MIGRATION_LOCK;
use entities::{Placement, TABLES, reference_tables, spread_tables};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};
use store::{Store, StoreError};
use thiserror::Error;

/// The result of distributing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Distribution {
    /// The version of the extension.
    pub version: String,
    /// The tables that were sharded in this run.
    pub distributed: Vec<String>,
    /// The tables that were copied to every machine in this run.
    pub copied: Vec<String>,
    /// The number of machines that store data.
    pub nodes: i64,
}

/// Why nothing was distributed.
#[derive(Debug, Error)]
pub enum DistributeError {
    /// The engine is not `PostgreSQL`.
    #[error(
        "only PostgreSQL with the extension citus can be distributed, and this is SQLite: name it with --database-url"
    )]
    NotPostgres,
    /// The extension is not installed.
    #[error(
        "the database {database} has no extension citus: put citus into shared_preload_libraries on the coordinator \
         and on every worker, run CREATE EXTENSION citus in this database on each of them, introduce the workers \
         with SELECT citus_add_node('HOST', PORT), and try again"
    )]
    NoExtension {
        /// The database that was checked.
        database: String,
    },
    /// Any other database error.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for DistributeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Distributes all tables that are not distributed yet, or none of them; may be repeated, and must be after
/// migrations that add tables. Waits for other migrating processes.
///
/// # Errors
/// See [`DistributeError`].
pub async fn distribute(store: &Store) -> Result<Distribution, DistributeError> {
    let pool = store.postgres().ok_or(DistributeError::NotPostgres)?;
    let mut connection = pool.acquire().await.map_err(StoreError::from)?.detach();
    let version = "SELECT extversion FROM pg_extension WHERE extname = 'citus'";
    let Some(version) = sqlx::query_scalar::<_, String>(version).fetch_optional(&mut connection).await? else {
        let database = sqlx::query_scalar("SELECT current_database()::text").fetch_one(&mut connection).await?;
        return Err(DistributeError::NoExtension { database });
    };
    // The lock is released with the connection, whatever happens.
    sqlx::query("SELECT pg_advisory_lock($1)").bind(MIGRATION_LOCK).execute(&mut connection).await?;
    let mut tx = connection.begin().await?;
    let mut done = spread(&mut tx).await?;
    tx.commit().await?;
    // For all tables: an earlier run may have ended before this point.
    for table in TABLES.iter().filter(|table| table.placement != Placement::Coordinator) {
        forget_local(&mut connection, table.name).await?;
    }
    done.nodes = sqlx::query_scalar("SELECT count(*) FROM pg_dist_node WHERE shouldhaveshards AND isactive")
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    store.look_at_distribution_again();
    Ok(Distribution { version, ..done })
}

async fn spread(connection: &mut PgConnection) -> Result<Distribution, sqlx::Error> {
    // Tables of both kinds can be distributed in one transaction only over a single connection per machine.
    run(connection, "SET LOCAL citus.multi_shard_modify_mode TO 'sequential'").await?;
    let mut done = Distribution::default();
    let references = take_references(connection).await?;
    for table in reference_tables().map(|table| table.name) {
        if prepare(connection, table).await? {
            run(connection, &format!("SELECT create_reference_table('{table}')")).await?;
            done.copied.push(table.to_owned());
        }
    }
    let first = spread_tables().map(|table| table.name).next();
    for table in spread_tables().map(|table| table.name) {
        if prepare(connection, table).await? {
            // All in one colocation group, so that an organization's rows are on one machine and joins stay
            // local.
            let beside = first.filter(|first| *first != table).unwrap_or("none");
            let call = format!("SELECT create_distributed_table('{table}', 'org_id', colocate_with => '{beside}')");
            run(connection, &call).await?;
            done.distributed.push(table.to_owned());
        }
    }
    for reference in references {
        run(connection, &reference).await?;
    }
    Ok(done)
}

/// Whether a table is still a local one; if so, its policy is dropped. Tables whose policies have subqueries
/// cannot be distributed, and readers cannot switch on other machines to a role that has no login there.
async fn prepare(connection: &mut PgConnection, table: &str) -> Result<bool, sqlx::Error> {
    let there = "SELECT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass($1))";
    if sqlx::query_scalar::<_, bool>(there).bind(table).fetch_one(&mut *connection).await? {
        return Ok(false);
    }
    run(connection, &format!("DROP POLICY IF EXISTS tachograph_sight ON {table}")).await?;
    run(connection, &format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")).await?;
    Ok(true)
}

/// Drops the foreign keys that would prevent the tables from being distributed one by one, and returns the
/// statements that restore them.
async fn take_references(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT c.relname::text AS of_table, k.conname::text AS named, pg_get_constraintdef(k.oid) AS definition
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
         WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
             AND NOT EXISTS (SELECT 1 FROM pg_dist_partition p WHERE p.logicalrelid = k.conrelid)
         ORDER BY 1, 2",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut back = Vec::new();
    for row in rows {
        let (table, name): (String, String) = (row.try_get("of_table")?, row.try_get("named")?);
        let definition: String = row.try_get("definition")?;
        run(connection, &format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).await?;
        back.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"));
    }
    Ok(back)
}

/// Frees the space of the rows that were copied to the workers: otherwise the coordinator keeps them,
/// invisibly.
async fn forget_local(connection: &mut PgConnection, table: &str) -> Result<(), sqlx::Error> {
    run(connection, &format!("SELECT truncate_local_data_after_distributing_table('{table}')")).await
}

async fn run(connection: &mut PgConnection, statement: &str) -> Result<(), sqlx::Error> {
    sqlx::query(AssertSqlSafe(statement.to_owned())).execute(connection).await.map(drop)
}
