//! Mutual exclusion of projections: at most one at a time per lane, across all processes.
//!
//! `PostgreSQL`: advisory locks, which the server releases with the transaction or connection. `SQLite`: one
//! lock file for all lanes, since only one transaction writes at a time anyway.
use crate::connect::Pools;
use crate::file_lock::{self, FileLock};
use crate::open::WORKER_NAME;
use crate::tx::Open;
use crate::{Engine, Store, StoreError, Tx};
use sea_orm::FromQueryResult;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Postgres};
use std::time::Duration;

/// The first of the two numbers of our advisory locks; the second is the lane.
const LOCK_CLASS: i32 = 0x7ac0;
/// The numbers of jobs follow those of the lanes.
const FIRST_JOB: i32 = domain::lane::LANES as i32;
/// How often a waiting process tries again.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// A lane held until the transaction that acquired it ends.
#[derive(Debug)]
pub struct LaneTurn(#[expect(dead_code, reason = "dropping it frees the lock file")] Option<FileLock>);

/// A lane held over several transactions; released by [`LaneGuard::release`] or with its connection.
#[derive(Debug)]
pub struct LaneGuard {
    connection: Option<PoolConnection<Postgres>>,
    /// The second number of the lock.
    number: i32,
    _file: Option<FileLock>,
}

/// A background job that runs in one process of an installation at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobLock {
    /// Deleting what is past an organization's retention period.
    Retention,
}

impl JobLock {
    /// The second number of its advisory lock.
    const fn number(self) -> i32 {
        match self {
            Self::Retention => FIRST_JOB,
        }
    }

    /// The name of its lock file.
    const fn file(self) -> &'static str {
        match self {
            Self::Retention => "retention",
        }
    }
}

/// The number of workers that have connections.
#[derive(FromQueryResult)]
struct Seen {
    workers: i64,
}

impl Store {
    /// Acquires the lane for the transaction `tx`; `None` if it is held elsewhere.
    ///
    /// # Errors
    /// Returns any database or file system error.
    pub async fn try_lane(&self, tx: &mut Tx, lane: u16) -> Result<Option<LaneTurn>, StoreError> {
        match tx.open() {
            Open::Sqlite(_) => Ok(file_lock::try_lock(&self.lock_path("projection"))?.map(|lock| LaneTurn(Some(lock)))),
            Open::Postgres(tx) => {
                let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_xact_lock($1, $2)")
                    .bind(LOCK_CLASS)
                    .bind(i32::from(lane))
                    .fetch_one(&mut **tx)
                    .await?;
                Ok(taken.then_some(LaneTurn(None)))
            }
        }
    }

    /// Waits until this is the only process that migrates this `SQLite` file.
    ///
    /// # Errors
    /// Returns any file system error.
    pub async fn lock_migration(&self) -> Result<FileLock, StoreError> {
        self.wait_for_file("migration").await
    }

    async fn wait_for_file(&self, name: &str) -> Result<FileLock, StoreError> {
        loop {
            if let Some(file) = file_lock::try_lock(&self.lock_path(name))? {
                return Ok(file);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Acquires the lane over several transactions, waiting until it is free.
    ///
    /// # Errors
    /// Returns any database or file system error.
    pub async fn hold_lane(&self, lane: u16) -> Result<LaneGuard, StoreError> {
        let Some(pool) = self.postgres() else {
            return Ok(LaneGuard {
                connection: None,
                number: i32::from(lane),
                _file: Some(self.wait_for_file("projection").await?),
            });
        };
        let mut connection = pool.acquire().await?;
        sqlx::query("SELECT pg_advisory_lock($1, $2)")
            .bind(LOCK_CLASS)
            .bind(i32::from(lane))
            .execute(&mut *connection)
            .await?;
        Ok(LaneGuard { connection: Some(connection), number: i32::from(lane), _file: None })
    }

    /// How many workers use this store, as far as it is visible: on `SQLite` whether one holds the file, on
    /// `PostgreSQL` how many processes have projection connections, which workers use all the time.
    ///
    /// # Errors
    /// Returns any database or file system error.
    pub async fn workers_seen(&self) -> Result<u64, StoreError> {
        if self.engine() == Engine::Postgres {
            let sql = format!(
                "SELECT count(DISTINCT application_name) AS workers FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name LIKE '{WORKER_NAME} %'"
            );
            let seen = Seen::find_by_statement(self.engine().statement(sql, [])).one(self).await?;
            return Ok(seen.map_or(0, |seen| seen.workers.cast_unsigned()));
        }
        let path = self.lock_path("worker");
        // If no worker ever ran, this check does not create the file.
        Ok(u64::from(path.exists() && file_lock::try_lock(&path)?.is_none()))
    }

    /// Acquires the lock of a job, for all organizations; `None` if another process holds it.
    ///
    /// # Errors
    /// Returns any database or file system error.
    pub async fn try_job(&self, job: JobLock) -> Result<Option<LaneGuard>, StoreError> {
        // It is held for a long time, and the write pool, which ingestion uses, is too small for that.
        let Pools::Postgres { projection: pool, .. } = self.all_pools() else {
            let lock = file_lock::try_lock(&self.lock_path(job.file()))?;
            return Ok(lock.map(|lock| LaneGuard { connection: None, number: job.number(), _file: Some(lock) }));
        };
        let mut connection = pool.acquire().await?;
        let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1, $2)")
            .bind(LOCK_CLASS)
            .bind(job.number())
            .fetch_one(&mut *connection)
            .await?;
        Ok(taken.then(|| LaneGuard { connection: Some(connection), number: job.number(), _file: None }))
    }

    /// Acquires the exclusive worker lock of a `SQLite` file; on `PostgreSQL` there may be many workers.
    ///
    /// # Errors
    /// When another worker holds the file.
    pub fn become_worker(&self) -> Result<Option<FileLock>, StoreError> {
        if self.postgres().is_some() {
            return Ok(None);
        }
        match file_lock::try_lock(&self.lock_path("worker"))? {
            Some(lock) => Ok(Some(lock)),
            None => Err(StoreError::Locked(
                "another worker already projects this SQLite file; stop it first, or use PostgreSQL for several workers"
                    .to_owned(),
            )),
        }
    }
}

impl LaneGuard {
    /// Releases the lane. If the server cannot be told, the connection is closed, which releases it too.
    ///
    /// # Errors
    /// When the connection cannot even be closed.
    pub async fn release(mut self) -> Result<(), StoreError> {
        if let Some(connection) = self.connection.take() {
            let mut connection = connection.detach();
            // Unlock explicitly: if only the connection were closed, the server would release the lock some
            // time later, and another process that tried right away would find the lane taken.
            let unlock = "SELECT pg_advisory_unlock($1, $2)";
            sqlx::query(unlock).bind(LOCK_CLASS).bind(self.number).execute(&mut connection).await?;
            connection.close().await?;
        }
        Ok(())
    }
}

impl Drop for LaneGuard {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Not returned to the pool: an open connection would keep the lock.
            drop(connection.detach());
        }
    }
}
