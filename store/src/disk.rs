//! Room on the disk of the database, as far as it can be seen from here.
use crate::connect::Pools;
use crate::{Store, StoreError};
use std::path::{Path, PathBuf};

impl Store {
    /// How many bytes the file system of the `SQLite` file still has for this process; `None` on
    /// `PostgreSQL`, whose disk is its own.
    ///
    /// # Errors
    /// When the file system does not say.
    pub async fn free_disk(&self) -> Result<Option<u64>, StoreError> {
        let Pools::Sqlite { path, .. } = self.all_pools() else { return Ok(None) };
        let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        // A file system may take its time, a network's above all.
        let asked = tokio::task::spawn_blocking(move || {
            let found = rustix::fs::statvfs(&folder).map_err(std::io::Error::from);
            found.map_err(|source| StoreError::File { path: folder.display().to_string(), source })
        });
        let found = asked.await.map_err(|error| StoreError::Damaged(error.to_string()))??;
        Ok(Some(found.f_bavail.saturating_mul(found.f_frsize)))
    }
}
