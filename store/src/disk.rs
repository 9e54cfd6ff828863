//! Free space for the database, as far as it is visible from here.
use crate::connect::Pools;
use crate::pressure::Bytes;
use crate::{Store, StoreError};
use sea_orm::FromQueryResult as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long the database may take to report its free pages.
const PATIENCE: Duration = Duration::from_millis(500);

/// Bytes that can still be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Free on the file system, for this process.
    pub disk_bytes: u64,
    /// Free pages within the file, left by deleted rows.
    pub file_bytes: u64,
}

impl Room {
    /// How many bytes are available for rows, if `min` are wanted. A part of `min` must be free on the disk
    /// itself: every change goes through the write-ahead log first, which cannot use pages that are free
    /// within the file.
    #[must_use]
    pub const fn for_rows(self, min: u64) -> u64 {
        if self.disk_bytes < min / 4 { self.disk_bytes } else { self.disk_bytes.saturating_add(self.file_bytes) }
    }
}

impl Store {
    /// How much free space is left for the `SQLite` file; `None` on `PostgreSQL`, whose disk is not visible
    /// from here.
    ///
    /// # Errors
    /// When the file system cannot be queried.
    pub async fn room(&self) -> Result<Option<Room>, StoreError> {
        let Pools::Sqlite { path, .. } = self.all_pools() else { return Ok(None) };
        let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        // A file system call may block, on a network file system above all.
        let asked = tokio::task::spawn_blocking(move || {
            let found = rustix::fs::statvfs(&folder).map_err(std::io::Error::from);
            found.map_err(|source| StoreError::File { path: folder.display().to_string(), source })
        });
        let found = asked.await.map_err(|error| StoreError::Damaged(error.to_string()))??;
        let disk_bytes = found.f_bavail.saturating_mul(found.f_frsize);
        // If the database is too busy to report its free pages, a full disk must still be detected.
        let pages = self.engine().statement(
            "SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count(), pragma_page_size()",
            [],
        );
        let file_bytes = match tokio::time::timeout(PATIENCE, Bytes::find_by_statement(pages).one(self)).await {
            Ok(Ok(pages)) => pages.map_or(0, |pages| pages.bytes.cast_unsigned()),
            Ok(Err(_)) | Err(_) => 0,
        };
        Ok(Some(Room { disk_bytes, file_bytes }))
    }
}

#[cfg(test)]
mod tests {
    use super::Room;

    #[test]
    fn what_is_free_within_the_file_counts_while_the_log_has_room() {
        let room = |disk_bytes, file_bytes| Room { disk_bytes, file_bytes }.for_rows(400);
        assert_eq!([room(100, 300), room(99, 10_000), room(400, 0)], [400, 99, 400]);
    }
}
