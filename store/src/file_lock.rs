//! Locks between processes that share a `SQLite` file; the operating system releases them when a process
//! ends, however it ends.
use crate::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};

/// A held lock; released when dropped.
#[derive(Debug)]
pub struct FileLock(#[expect(dead_code, reason = "closing the file frees the lock")] File);

/// The file beside the database that carries the lock `name`.
pub(crate) fn path_of(database: &Path, name: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(format!(".{name}.lock"));
    path.into()
}

/// Acquires the lock without waiting; `None` if it is held elsewhere.
pub(crate) fn try_lock(path: &Path) -> Result<Option<FileLock>, StoreError> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FileLock(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(failed(path, source)),
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    let made = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path);
    let file = match made {
        Ok(file) => {
            give(&file, path);
            Ok(file)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => OpenOptions::new().write(true).open(path),
        Err(error) => Err(error),
    };
    file.map_err(|source| failed(path, source))
}

/// Gives a new lock file to the owner of the database: if root creates it by running a command, the service
/// must still be able to open it. A process that may not change a file's owner owns the database anyway.
fn give(file: &File, path: &Path) {
    let database = path.with_extension("").with_extension("");
    if let Ok(owner) = std::fs::metadata(database) {
        let _refused = fchown(file, Some(owner.uid()), Some(owner.gid()));
    }
}

fn failed(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File { path: path.display().to_string(), source }
}
