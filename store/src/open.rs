//! The connections of either engine, and how they are set.
use crate::StoreError;
use crate::connect::{Options, Pools};
use crate::row_scope::{RlsPool, take_role};
use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long a writer waits for another process's transaction on a `SQLite` file.
const SQLITE_BUSY: Duration = Duration::from_secs(15);
/// Pages that the write-ahead log gathers before they move to the file: 32 MiB.
const SQLITE_CHECKPOINT_PAGES: &str = "8192";
/// What the write-ahead log keeps of its room on disk, in bytes, once a long reader that made it grow is done.
const SQLITE_LOG_BYTES: &str = "67108864";
/// KiB of page cache a `SQLite` connection (negative: KiB rather than pages).
const SQLITE_CACHE: &str = "-8000";

/// How often a server is asked that is not there yet.
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// Under this name, followed by that of the process, `PostgreSQL` lists the connections of projection.
pub(crate) const WORKER_NAME: &str = "tachograph worker";

/// How long a question may take on `PostgreSQL`, in milliseconds.
const READ_TIMEOUT_MS: &str = "30000";

pub(crate) async fn open_sqlite(options: &Options) -> Result<(Pools, DatabaseConnection), StoreError> {
    let connect = SqliteConnectOptions::from_str(&options.url)
        .map_err(|error| StoreError::Url(error.to_string()))?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(SQLITE_BUSY)
        .foreign_keys(true)
        .statement_cache_capacity(64)
        .row_buffer_size(512)
        .pragma("wal_autocheckpoint", SQLITE_CHECKPOINT_PAGES)
        .pragma("journal_size_limit", SQLITE_LOG_BYTES)
        .pragma("cache_size", SQLITE_CACHE)
        .disable_statement_logging();
    let pool = |max| {
        let pool = SqlitePoolOptions::new().max_connections(max).test_before_acquire(false);
        pool.idle_timeout(None).max_lifetime(None).after_release(|connection, _| Box::pin(is_sound(connection)))
    };
    let write = pool(1).connect_with(connect.clone()).await?;
    let path = real(connect.get_filename())?;
    let read = pool(4).connect_lazy_with(connect);
    let orm_write = SqlxSqliteConnector::from_sqlx_sqlite_pool(write.clone());
    Ok((Pools::Sqlite { path, write, read }, orm_write))
}

/// Whether a connection may be used again. Where `SQLite` rolls a transaction back by itself, as it does
/// on a full disk, the driver believes for ever that it is in one, and refuses to begin another.
async fn is_sound(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if !connection.is_in_transaction() {
        return Ok(true);
    }
    // A transaction that was dropped is rolled back in the connection's own time, which ends here.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// The path without links, so that every process finds the same lock files beside the database.
fn real(path: &Path) -> Result<PathBuf, StoreError> {
    path.canonicalize().map_err(|source| StoreError::File { path: path.display().to_string(), source })
}

/// Waits until the server takes a connection, for so long. A pool would only tell that it waited.
async fn reach(options: &PgConnectOptions, wait: Duration) -> Result<(), StoreError> {
    let began = Instant::now();
    loop {
        let error = match timeout(wait, PgConnection::connect_with(options)).await {
            Ok(Ok(connection)) => return Ok(connection.close().await?),
            Ok(Err(error)) => StoreError::from(error),
            Err(_) => sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()).into(),
        };
        if began.elapsed() > wait || !error.is_transient() || error.is_untrusted() {
            return Err(error);
        }
        tokio::time::sleep(BETWEEN_TRIES).await;
    }
}

pub(crate) async fn open_postgres(options: &Options, process: &str) -> Result<(Pools, DatabaseConnection), StoreError> {
    let connect = PgConnectOptions::from_str(&options.url)
        .map_err(|error| StoreError::Url(error.to_string()))?
        .application_name("tachograph")
        .options([
            ("jit", "off"),
            // A machine that vanishes sends no farewell: its locks are free after a minute, not after two hours.
            ("tcp_keepalives_idle", "30"),
            ("tcp_keepalives_interval", "10"),
            ("tcp_keepalives_count", "3"),
            ("tcp_user_timeout", "60000"),
            // Likewise a machine of a cluster: its organizations are told so soon, and a statement that waits for
            // it holds up nobody for long. Where there is no cluster nobody reads the setting.
            ("citus.node_connection_timeout", "5s"),
        ])
        .statement_cache_capacity(256)
        .disable_statement_logging();
    let connect_again = connect.clone();
    // On a cluster a transaction that has read of all machines at once may not write to a table of which each
    // has a copy. Questions write nothing, and may.
    let connect = connect.options([("citus.multi_shard_modify_mode", "sequential")]);
    let by_key = connect.clone().application_name(&format!("{WORKER_NAME} {process}")).options([
        ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
        // A generic plan is chosen once, while the tables are small, and kept while they grow: it walks
        // all rows of an organization for each one that is looked up. Planning anew costs far less.
        ("plan_cache_mode", "force_custom_plan"),
        // Of a process that was stopped in the middle the lane goes to another.
        ("idle_in_transaction_session_timeout", "60s"),
    ]);
    let wait = Duration::from_secs(10);
    reach(&connect, wait).await?;
    let pool = PgPoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(wait)
        .connect_with(connect)
        .await?;
    let projection = PgPoolOptions::new().max_connections(8).acquire_timeout(wait).connect_lazy_with(by_key);
    // Questions have connections of their own and end in time, so that they never keep events waiting.
    let bounded = connect_again.options([("statement_timeout", READ_TIMEOUT_MS)]);
    let read = PgPoolOptions::new().max_connections(4).acquire_timeout(wait).connect_lazy_with(bounded.clone());
    let rls = PgPoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(wait)
        .after_connect(|connection, _| Box::pin(async move { take_role(connection).await.map(|_| ()) }))
        .connect_lazy_with(bounded);
    let rls = RlsPool::new(rls);
    let orm_write = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
    Ok((Pools::Postgres { pool, read, rls, projection }, orm_write))
}
