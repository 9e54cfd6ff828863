//! Locks between processes that share a `SQLite` file; the system frees them when a process ends,
//! however it ends.
use crate::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// A held lock; freed when dropped.
#[derive(Debug)]
pub struct FileLock(#[expect(dead_code, reason = "closing the file frees the lock")] File);

/// The file beside the database that carries the lock `name`.
pub(crate) fn path_of(database: &Path, name: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(format!(".{name}.lock"));
    path.into()
}

/// Takes the lock at once, or answers `None` where somebody holds it.
pub(crate) fn try_lock(path: &Path) -> Result<Option<FileLock>, StoreError> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FileLock(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(failed(path, source)),
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(|source| failed(path, source))
}

fn failed(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File { path: path.display().to_string(), source }
}
