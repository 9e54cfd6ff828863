//! How full the store is: its connections, its size, its disk.
use crate::cluster::WORKER_BYTES;
use crate::connect::Pools;
use crate::{Store, StoreError};
use sea_orm::FromQueryResult;
use sqlx::{Database, Pool};
use std::path::Path;

/// A number of bytes.
#[derive(FromQueryResult)]
pub(crate) struct Bytes {
    pub(crate) bytes: i64,
}

/// The connections of one pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    /// What it is for.
    pub name: &'static str,
    /// The maximum number of connections.
    pub max: u32,
    /// Open connections that are idle.
    pub idle: u32,
    /// Connections in use.
    pub used: u32,
}

/// The size of the database, and the free space left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// The size of the database; on `SQLite` including its write-ahead log, on a cluster summed over all
    /// machines that respond.
    pub database_bytes: u64,
    /// Free bytes on its disk; known only for a `SQLite` file.
    pub disk_free_bytes: Option<u64>,
}

impl Store {
    /// The pools of this process.
    #[must_use]
    pub fn pools(&self) -> Vec<PoolUse> {
        match self.all_pools() {
            Pools::Sqlite { write, read, .. } => vec![look("write", write), look("read", read)],
            Pools::Postgres { pool, read, rls, projection } => vec![
                look("write", pool),
                look("read", read),
                look("scoped", rls.pool()),
                look("projection", projection),
            ],
        }
    }

    /// The disk space that the database takes.
    ///
    /// # Errors
    /// Returns any database or file system error.
    pub async fn space(&self) -> Result<Space, StoreError> {
        match self.all_pools() {
            Pools::Sqlite { path, .. } => {
                let mut log = path.as_os_str().to_owned();
                log.push("-wal");
                // The log exists only while the database is open somewhere.
                let log = std::fs::metadata(log).map_or(0, |file| file.len());
                let file = std::fs::metadata(path).map_err(|source| failed(path, source))?.len();
                Ok(Space {
                    database_bytes: file + log,
                    disk_free_bytes: self.room().await?.map(|room| room.disk_bytes),
                })
            }
            Pools::Postgres { .. } => {
                let mut size = self.bytes("SELECT pg_database_size(current_database()) AS bytes").await?;
                if self.is_distributed().await? {
                    size += self.bytes(WORKER_BYTES).await?;
                }
                Ok(Space { database_bytes: size.cast_unsigned(), disk_free_bytes: None })
            }
        }
    }
}

impl Store {
    async fn bytes(&self, text: &str) -> Result<i64, StoreError> {
        let told = Bytes::find_by_statement(self.engine().statement(text, [])).one(self).await?;
        Ok(told.map_or(0, |told| told.bytes))
    }
}

fn look<D: Database>(name: &'static str, pool: &Pool<D>) -> PoolUse {
    let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
    PoolUse { name, max: pool.options().get_max_connections(), idle, used: pool.size().saturating_sub(idle) }
}

fn failed(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File { path: path.display().to_string(), source }
}
