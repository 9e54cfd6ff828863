//! Opening a store.
use crate::file_lock;
use crate::sight::{Sight, SightedPool, take_role};
use crate::{Clock, Engine, Row, Rows, Signals, Sql, StoreError, Tx};
use futures_util::TryStreamExt;
use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// How long a writer waits for another process's transaction on a `SQLite` file.
const SQLITE_BUSY: Duration = Duration::from_secs(15);
/// Pages that the write-ahead log gathers before they move to the file: 32 MiB.
const SQLITE_CHECKPOINT_PAGES: &str = "8192";
/// KiB of page cache a `SQLite` connection (negative: KiB rather than pages).
const SQLITE_CACHE: &str = "-8000";

/// How long a question may take on `PostgreSQL`, in milliseconds.
const READ_TIMEOUT_MS: &str = "30000";

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://PATH?mode=rwc` or `postgres://..`.
    pub url: String,
    /// The most connections of this process.
    pub max_connections: u32,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Options {
    /// The usual options for this address.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), max_connections: 16, clock: Clock::system() }
    }
}

/// An open store: pools of connections, the clock and the wake-ups. Clones share all of it.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pools: Pools,
    orm: DatabaseConnection,
    orm_write: DatabaseConnection,
    clock: Clock,
    signals: Signals,
    process: String,
}

#[derive(Debug)]
enum Pools {
    Sqlite { path: PathBuf, write: SqlitePool, read: SqlitePool },
    Postgres { pool: PgPool, read: PgPool, sighted: SightedPool, projection: PgPool },
}

impl Store {
    /// Opens the store; a `SQLite` file is created where the address says `mode=rwc`.
    ///
    /// # Errors
    /// When the address is none, or the database cannot be reached.
    pub async fn connect(options: &Options) -> Result<Self, StoreError> {
        let (pools, orm, orm_write) = if options.url.starts_with("sqlite:") {
            open_sqlite(options).await?
        } else if options.url.starts_with("postgres:") || options.url.starts_with("postgresql:") {
            open_postgres(options).await?
        } else {
            return Err(StoreError::Url("expected sqlite://PATH?mode=rwc or postgres://USER@HOST/NAME".to_owned()));
        };
        let process = format!("{}-{:x}", std::process::id(), options.clock.now().0);
        Ok(Self(Arc::new(Inner {
            pools,
            orm,
            orm_write,
            clock: options.clock.clone(),
            signals: Signals::default(),
            process,
        })))
    }

    /// The engine that it speaks to.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.0.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// The connection for reading with `SeaORM`'s entities.
    #[must_use]
    pub fn orm(&self) -> &DatabaseConnection {
        &self.0.orm
    }

    /// The connection for writing with `SeaORM`: its migrations.
    #[must_use]
    pub fn orm_write(&self) -> &DatabaseConnection {
        &self.0.orm_write
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The wake-ups.
    #[must_use]
    pub fn signals(&self) -> &Signals {
        &self.0.signals
    }

    /// A name of this process among those that share the store.
    #[must_use]
    pub fn process(&self) -> &str {
        &self.0.process
    }

    /// The pool, where the engine is `PostgreSQL`.
    #[must_use]
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.0.pools {
            Pools::Postgres { pool, .. } => Some(pool),
            Pools::Sqlite { .. } => None,
        }
    }

    pub(crate) fn lock_path(&self, name: &str) -> PathBuf {
        match &self.0.pools {
            Pools::Sqlite { path, .. } => file_lock::path_of(path, name),
            Pools::Postgres { .. } => PathBuf::new(),
        }
    }

    /// Begins a transaction that writes.
    ///
    /// # Errors
    /// Whatever the database says; likewise below.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { pool, .. } => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins a transaction for a projection, whose every statement looks rows up by key: the
    /// planner is told so, because its statistics about a queue are wrong most of the time.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn begin_projection(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { .. } => self.begin().await?,
            Pools::Postgres { projection, .. } => Tx::Postgres(projection.begin().await?),
        })
    }

    /// Begins a transaction that sees one state of the store from first to last statement. Only
    /// temporary tables may be written in it.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn begin_snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Pools::Postgres { pool, .. } => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?)
            }
        })
    }

    /// Runs a reading statement outside of any transaction.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn fetch(&self, sql: impl Into<Sql>) -> Result<Vec<Row>, StoreError> {
        match &self.0.pools {
            Pools::Sqlite { read, .. } => {
                let (text, arguments) = sql.into().split_sqlite()?;
                let query = sqlx::query_with(AssertSqlSafe(text), arguments);
                Ok(query.fetch(read).map_ok(Row::Sqlite).try_collect().await?)
            }
            Pools::Postgres { read, .. } => {
                let (text, arguments) = sql.into().split_postgres()?;
                let query = sqlx::query_with(AssertSqlSafe(text), arguments);
                Ok(query.fetch(read).map_ok(Row::Postgres).try_collect().await?)
            }
        }
    }

    /// Runs a reading statement that may see these rows and no others. `PostgreSQL` hides the others
    /// itself (see [`Self::is_walled`]); `SQLite` has no such means, there the statement alone decides.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn fetch_within(&self, sight: &Sight, sql: impl Into<Sql>) -> Result<Vec<Row>, StoreError> {
        match &self.0.pools {
            Pools::Sqlite { .. } => self.fetch(sql).await,
            Pools::Postgres { sighted, .. } => sighted.fetch(sight, sql.into()).await,
        }
    }

    /// Whether the database itself keeps readers to what they may see.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn is_walled(&self) -> Result<bool, StoreError> {
        match &self.0.pools {
            Pools::Sqlite { .. } => Ok(false),
            Pools::Postgres { sighted, .. } => sighted.is_walled().await,
        }
    }

    /// Runs a statement over `input`, the given rows, as a transaction of its own, and returns its
    /// rows. On `SQLite` a large set takes several statements of one transaction.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn fetch_rows(&self, input: &Rows, body: &str) -> Result<Vec<Row>, StoreError> {
        match &self.0.pools {
            Pools::Postgres { pool, .. } => {
                let (text, arguments) = input.postgres(body)?;
                let query = sqlx::query_with(AssertSqlSafe(text), arguments);
                Ok(query.fetch(pool).map_ok(Row::Postgres).try_collect().await?)
            }
            Pools::Sqlite { .. } => {
                let mut tx = self.begin().await?;
                let rows = tx.fetch_rows(input, body).await?;
                tx.commit().await?;
                Ok(rows)
            }
        }
    }

    /// Runs one writing statement in a transaction of its own.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn execute(&self, sql: impl Into<Sql>) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let touched = tx.execute(sql).await?;
        tx.commit().await?;
        Ok(touched)
    }

    /// Closes every connection, waiting for those in use.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { pool, read, sighted, projection } => {
                sighted.close().await;
                projection.close().await;
                read.close().await;
                pool.close().await;
            }
        }
    }
}

async fn open_sqlite(options: &Options) -> Result<(Pools, DatabaseConnection, DatabaseConnection), StoreError> {
    let connect = SqliteConnectOptions::from_str(&options.url)
        .map_err(|error| StoreError::Url(error.to_string()))?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(SQLITE_BUSY)
        .foreign_keys(true)
        .statement_cache_capacity(64)
        .row_buffer_size(512)
        .pragma("wal_autocheckpoint", SQLITE_CHECKPOINT_PAGES)
        .pragma("cache_size", SQLITE_CACHE)
        .disable_statement_logging();
    let pool = |max| {
        SqlitePoolOptions::new().max_connections(max).test_before_acquire(false).idle_timeout(None).max_lifetime(None)
    };
    let write = pool(1).connect_with(connect.clone()).await?;
    let path = real(connect.get_filename())?;
    let read = pool(4).connect_lazy_with(connect);
    let orm = SqlxSqliteConnector::from_sqlx_sqlite_pool(read.clone());
    let orm_write = SqlxSqliteConnector::from_sqlx_sqlite_pool(write.clone());
    Ok((Pools::Sqlite { path, write, read }, orm, orm_write))
}

/// The path without links, so that every process finds the same lock files beside the database.
fn real(path: &Path) -> Result<PathBuf, StoreError> {
    path.canonicalize().map_err(|source| StoreError::File { path: path.display().to_string(), source })
}

async fn open_postgres(options: &Options) -> Result<(Pools, DatabaseConnection, DatabaseConnection), StoreError> {
    let connect = PgConnectOptions::from_str(&options.url)
        .map_err(|error| StoreError::Url(error.to_string()))?
        .application_name("tachograph")
        .options([("jit", "off")])
        .statement_cache_capacity(256)
        .disable_statement_logging();
    let connect_again = connect.clone();
    let by_key = connect.clone().options([
        ("enable_seqscan", "off"),
        ("enable_hashjoin", "off"),
        ("enable_mergejoin", "off"),
        // A generic plan is chosen once, while the tables are small, and kept while they grow: it walks
        // all rows of an organisation for each one that is looked up. Planning anew costs far less.
        ("plan_cache_mode", "force_custom_plan"),
    ]);
    let wait = Duration::from_secs(10);
    let pool = PgPoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(wait)
        .connect_with(connect)
        .await?;
    let projection = PgPoolOptions::new().max_connections(8).acquire_timeout(wait).connect_lazy_with(by_key);
    // Questions have connections of their own and end in time, so that they never keep events waiting.
    let bounded = connect_again.options([("statement_timeout", READ_TIMEOUT_MS)]);
    let read = PgPoolOptions::new().max_connections(4).acquire_timeout(wait).connect_lazy_with(bounded.clone());
    let sighted = PgPoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(wait)
        .after_connect(|connection, _| Box::pin(async move { take_role(connection).await.map(|_| ()) }))
        .connect_lazy_with(bounded);
    let sighted = SightedPool::new(sighted);
    let orm = SqlxPostgresConnector::from_sqlx_postgres_pool(read.clone());
    let orm_write = SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone());
    Ok((Pools::Postgres { pool, read, sighted, projection }, orm, orm_write))
}
