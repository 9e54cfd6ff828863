//! How full the store is: its connections, its bytes, the disk below it.
use crate::cluster::WORKER_BYTES;
use crate::connect::Pools;
use crate::{Store, StoreError};
use sea_orm::FromQueryResult;
use sqlx::{Database, Pool};
use std::path::Path;

/// How many bytes there are of something.
#[derive(FromQueryResult)]
pub(crate) struct Bytes {
    pub(crate) bytes: i64,
}

/// The connections of one pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    /// What it is for.
    pub name: &'static str,
    /// The most connections that it opens.
    pub max: u32,
    /// Open ones that nobody uses.
    pub idle: u32,
    /// Those in use.
    pub used: u32,
}

/// The bytes of the database, and how many more there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// The size of the database, on `SQLite` with its write-ahead log, on a cluster on all machines that
    /// answer.
    pub database_bytes: u64,
    /// Free bytes on its disk; only known of a file.
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

    /// The space that the database takes.
    ///
    /// # Errors
    /// Whatever the database or the file system says.
    pub async fn space(&self) -> Result<Space, StoreError> {
        match self.all_pools() {
            Pools::Sqlite { path, .. } => {
                let mut log = path.as_os_str().to_owned();
                log.push("-wal");
                // The log is there only while somebody has the database open.
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
