//! Opening a store.
use crate::cluster;
use crate::file_lock;
use crate::open::{open_postgres, open_sqlite};
use crate::row_scope::RlsPool;
use crate::{Clock, Engine, Rows, Signals, StoreError, Tx, statement};
use futures_util::TryStreamExt;
use sea_orm::{DatabaseConnection, FromQueryResult, QueryResult};
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

/// How many stores this process has opened; each sends and receives wake-ups under its own name.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// Whether the tables are sharded, as far as it is known.
const UNKNOWN: u8 = 0;
const ONE: u8 = 1;
const SPREAD: u8 = 2;

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://PATH?mode=rwc` or `postgres://..`.
    pub url: String,
    /// The size of the write pool, and of the pool for scoped reads.
    pub max_connections: u32,
    /// The source of the current time.
    pub clock: Clock,
}

impl Options {
    /// The default options for this address.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), max_connections: 16, clock: Clock::system() }
    }
}

/// An open store: connection pools, the clock and the wake-ups. Clones share all of them.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pools: Pools,
    orm_write: DatabaseConnection,
    clock: Clock,
    signals: Signals,
    process: String,
    /// Whether the tables are sharded: one of the three constants above.
    distributed: AtomicU8,
    damaged: AtomicBool,
}

#[derive(Debug)]
pub(crate) enum Pools {
    Sqlite { path: PathBuf, write: SqlitePool, read: SqlitePool },
    Postgres { pool: PgPool, read: PgPool, rls: RlsPool, projection: PgPool },
}

impl Store {
    /// Opens the store; a `SQLite` file is created if the address says `mode=rwc`.
    ///
    /// # Errors
    /// When the address is invalid, or the database cannot be reached.
    pub async fn connect(options: &Options) -> Result<Self, StoreError> {
        let opened = OPENED.fetch_add(1, Ordering::Relaxed);
        let process = format!("{}-{:x}-{opened}", std::process::id(), options.clock.now().0);
        let (pools, orm_write) = if options.url.starts_with("sqlite:") {
            open_sqlite(options).await?
        } else if options.url.starts_with("postgres:") || options.url.starts_with("postgresql:") {
            open_postgres(options, &process).await?
        } else {
            return Err(StoreError::Url("expected sqlite://PATH?mode=rwc or postgres://USER@HOST/NAME".to_owned()));
        };
        Ok(Self(Arc::new(Inner {
            pools,
            orm_write,
            clock: options.clock.clone(),
            signals: Signals::default(),
            process,
            distributed: AtomicU8::new(UNKNOWN),
            damaged: AtomicBool::new(false),
        })))
    }

    /// The storage engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.0.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// The write connection for `SeaORM`, used by its migrations.
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

    /// The name of this process among those that share the store.
    #[must_use]
    pub fn process(&self) -> &str {
        &self.0.process
    }

    /// The pool, if the engine is `PostgreSQL`.
    #[must_use]
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.0.pools {
            Pools::Postgres { pool, .. } => Some(pool),
            Pools::Sqlite { .. } => None,
        }
    }

    /// Whether the database has found its own files damaged since this process opened it. Other results may
    /// still be right, but are not to be trusted.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.0.damaged.load(Ordering::Relaxed)
    }

    /// Records damage that an error reports. Errors of a transaction's statements are recorded by the code
    /// that runs it.
    pub fn note(&self, error: &StoreError) {
        if error.is_corrupt() && !self.0.damaged.swap(true, Ordering::Relaxed) {
            tracing::error!(%error, "the files of the database are damaged; keep a copy, and restore a backup");
        }
    }

    fn watched<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.inspect_err(|error| self.note(error))
    }

    pub(crate) fn all_pools(&self) -> &Pools {
        &self.0.pools
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
    /// Returns any database error; likewise below.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { write, .. } => Tx::sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { pool, .. } => {
                let spread = self.is_distributed().await?;
                Tx::postgres(pool.begin().await?, spread)
            }
        })
    }

    /// Begins a transaction for a projection, in which every statement looks rows up by key. The planner is
    /// configured for that, because its statistics about a queue are wrong most of the time.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn begin_projection(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { .. } => self.begin().await?,
            Pools::Postgres { projection, .. } => {
                let spread = self.is_distributed().await?;
                Tx::postgres(projection.begin().await?, spread)
            }
        })
    }

    /// Begins a transaction that sees a single snapshot of the store from its first statement to its last.
    /// Only temporary tables may be written in it.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn begin_snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { read, .. } => Tx::sqlite(read.begin().await?),
            Pools::Postgres { pool, .. } => {
                let tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
                // Temporary tables live on the coordinator.
                Tx::postgres(tx, false)
            }
        })
    }

    /// How many read statements can run at once.
    #[must_use]
    pub fn readers(&self) -> usize {
        match &self.0.pools {
            Pools::Sqlite { read, .. } => read.options().get_max_connections() as usize,
            Pools::Postgres { rls, .. } => rls.pool().options().get_max_connections() as usize,
        }
    }

    /// Whether the database itself enforces what readers may see.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn is_rls_enforced(&self) -> Result<bool, StoreError> {
        match &self.0.pools {
            Pools::Sqlite { .. } => Ok(false),
            Pools::Postgres { rls, .. } => rls.is_rls_enforced().await,
        }
    }

    /// Whether the tables are sharded over several machines (see `migration::distribute`): the few statements
    /// that cross organizations have a separate form for that. Looked up once.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn is_distributed(&self) -> Result<bool, StoreError> {
        let Pools::Postgres { pool, .. } = &self.0.pools else { return Ok(false) };
        match self.0.distributed.load(Ordering::Relaxed) {
            UNKNOWN => {
                let mut connection = pool.acquire().await?;
                let spread = cluster::is_spread(&mut connection).await?;
                self.0.distributed.store(if spread { SPREAD } else { ONE }, Ordering::Relaxed);
                Ok(spread)
            }
            known => Ok(known == SPREAD),
        }
    }

    /// Forgets whether the tables are sharded, because that may just have changed.
    pub fn look_at_distribution_again(&self) {
        self.0.distributed.store(UNKNOWN, Ordering::Relaxed);
    }

    /// Runs a statement over `input`, the given rows, in a transaction of its own, and reads the resulting
    /// rows by column name. On `SQLite` a large set takes several statements in one transaction.
    ///
    /// # Errors
    /// See [`Self::begin`]; also when a row does not have the expected columns.
    pub async fn select_rows<T: FromQueryResult>(&self, input: &Rows, body: &str) -> Result<Vec<T>, StoreError> {
        match &self.0.pools {
            Pools::Postgres { pool, .. } => {
                let (text, arguments) = input.postgres(body, false)?;
                let query = sqlx::query_with(AssertSqlSafe(text), arguments);
                let rows: Result<Vec<_>, _> = query.fetch(pool).map_ok(QueryResult::from).try_collect().await;
                statement::read(&self.watched(rows.map_err(StoreError::from))?)
            }
            Pools::Sqlite { .. } => {
                let mut tx = self.begin().await?;
                let rows = self.watched(tx.select_rows(input, body).await)?;
                self.watched(tx.commit().await)?;
                Ok(rows)
            }
        }
    }

    /// Closes every connection, waiting for those in use.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { pool, read, rls, projection } => {
                rls.close().await;
                projection.close().await;
                read.close().await;
                pool.close().await;
            }
        }
    }
}
