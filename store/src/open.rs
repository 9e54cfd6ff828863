//! The connections of either engine, and their settings.
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
/// Pages that collect in the write-ahead log before they are moved to the file: 32 MiB.
const SQLITE_CHECKPOINT_PAGES: &str = "8192";
/// How large the write-ahead log may stay on disk, in bytes, after a long reader that made it grow is done.
const SQLITE_LOG_BYTES: &str = "67108864";
/// Page cache per `SQLite` connection (negative: KiB rather than pages).
const SQLITE_CACHE: &str = "-8000";

/// How often to retry a server that is not up yet.
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// `PostgreSQL` lists the projection connections under this name, followed by the name of the process.
pub(crate) const WORKER_NAME: &str = "tachograph worker";

/// How long a read query may take on `PostgreSQL`, in milliseconds.
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

/// Whether a connection may be reused. If `SQLite` rolls a transaction back by itself, as it does when the
/// disk is full, the driver keeps believing that it is in one, and refuses to begin another.
async fn is_sound(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if !connection.is_in_transaction() {
        return Ok(true);
    }
    // A dropped transaction is rolled back by the connection in the background, and is done once the ping
    // returns.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// The path with symbolic links resolved, so that every process finds the same lock files beside the
/// database.
fn real(path: &Path) -> Result<PathBuf, StoreError> {
    path.canonicalize().map_err(|source| StoreError::File { path: path.display().to_string(), source })
}

/// Waits up to `wait` until the server accepts a connection. A pool would only report that it timed out.
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
            // A machine that vanishes does not close its connections: this way its locks are released after a
            // minute, not after two hours.
            ("tcp_keepalives_idle", "30"),
            ("tcp_keepalives_interval", "10"),
            ("tcp_keepalives_count", "3"),
            ("tcp_user_timeout", "60000"),
            // The same goes for a machine of a cluster: requests for its organizations fail soon, and a
            // statement that waits for it does not block others for long. Without a cluster, this setting is
            // ignored.
            ("citus.node_connection_timeout", "5s"),
        ])
        .statement_cache_capacity(256)
        .disable_statement_logging();
    let connect_again = connect.clone();
    // On a cluster, a transaction that has read from all machines in parallel may not write to a table that
    // is replicated to each of them. Read queries write nothing and don't need this.
    let connect = connect.options([("citus.multi_shard_modify_mode", "sequential")]);
    let by_key = connect.clone().application_name(&format!("{WORKER_NAME} {process}")).options([
        ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
        // A generic plan is chosen once, while the tables are small, and kept while they grow: it scans all
        // rows of an organization for each row that is looked up. Replanning costs far less.
        ("plan_cache_mode", "force_custom_plan"),
        // If a process was suspended in the middle of a transaction, its lane becomes available again.
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
    // Read queries have connections of their own and a time limit, so that they never hold up events.
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
