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

/// How many stores this process has opened: each is a party of its own to the wake-ups.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// What is known of whether the tables are spread over machines.
const UNKNOWN: u8 = 0;
const ONE: u8 = 1;
const SPREAD: u8 = 2;

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
    orm_write: DatabaseConnection,
    clock: Clock,
    signals: Signals,
    process: String,
    /// Whether the tables are spread: one of the three above.
    distributed: AtomicU8,
    damaged: AtomicBool,
}

#[derive(Debug)]
pub(crate) enum Pools {
    Sqlite { path: PathBuf, write: SqlitePool, read: SqlitePool },
    Postgres { pool: PgPool, read: PgPool, rls: RlsPool, projection: PgPool },
}

impl Store {
    /// Opens the store; a `SQLite` file is created where the address says `mode=rwc`.
    ///
    /// # Errors
    /// When the address is none, or the database cannot be reached.
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

    /// The engine that it speaks to.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.0.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
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

    /// Whether the database has found its own files damaged since this process opened it. What else it
    /// says may still be right, and need not be.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.0.damaged.load(Ordering::Relaxed)
    }

    /// Notes where a failure tells of damage; statements of a transaction are noted by whoever runs it.
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
    /// Whatever the database says; likewise below.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { write, .. } => Tx::sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres { pool, .. } => {
                let spread = self.is_distributed().await?;
                Tx::postgres(pool.begin().await?, spread)
            }
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
            Pools::Postgres { projection, .. } => {
                let spread = self.is_distributed().await?;
                Tx::postgres(projection.begin().await?, spread)
            }
        })
    }

    /// Begins a transaction that sees one state of the store from first to last statement. Only
    /// temporary tables may be written in it.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn begin_snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match &self.0.pools {
            Pools::Sqlite { read, .. } => Tx::sqlite(read.begin().await?),
            Pools::Postgres { pool, .. } => {
                let tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
                // Temporary tables lie on the coordinator.
                Tx::postgres(tx, false)
            }
        })
    }

    /// How many statements of readers run at once.
    #[must_use]
    pub fn readers(&self) -> usize {
        match &self.0.pools {
            Pools::Sqlite { read, .. } => read.options().get_max_connections() as usize,
            Pools::Postgres { rls, .. } => rls.pool().options().get_max_connections() as usize,
        }
    }

    /// Whether the database itself keeps readers to what they may see.
    ///
    /// # Errors
    /// See [`Self::begin`].
    pub async fn is_rls_enforced(&self) -> Result<bool, StoreError> {
        match &self.0.pools {
            Pools::Sqlite { .. } => Ok(false),
            Pools::Postgres { rls, .. } => rls.is_rls_enforced().await,
        }
    }

    /// Whether the tables are spread over several machines (see `migration::distribute`): the few
    /// statements that cross organizations have a form of their own there. Looked up once.
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

    /// Says that the tables may have been spread just now.
    pub fn look_at_distribution_again(&self) {
        self.0.distributed.store(UNKNOWN, Ordering::Relaxed);
    }

    /// Runs a statement over `input`, the given rows, as a transaction of its own, and reads its rows by
    /// the names of their columns. On `SQLite` a large set takes several statements of one transaction.
    ///
    /// # Errors
    /// See [`Self::begin`]; also when a row holds something else.
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
