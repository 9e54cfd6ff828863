//! A copy of a `SQLite` database while it is in use.
use crate::connect::Pools;
use crate::{Store, StoreError};
use sea_orm::ConnectionTrait as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

impl Store {
    /// Writes the database as it is at one moment to the new file `to`, compacted, checked and durable;
    /// answers its size in bytes. Readers and writers go on meanwhile. The file appears whole or not at
    /// all, and no file is ever replaced.
    ///
    /// # Errors
    /// When the engine is `PostgreSQL`, when there is such a file, when it cannot be written, or when
    /// the copy does not pass the engine's own check.
    pub async fn back_up(&self, to: &Path) -> Result<u64, StoreError> {
        let Pools::Sqlite { .. } = self.all_pools() else {
            return Err(StoreError::Url("only SQLite is copied this way; use pg_dump or pg_basebackup".to_owned()));
        };
        let file = |source| failed(to, source);
        if fs::exists(to).map_err(file)? {
            return Err(file(io::Error::from(io::ErrorKind::AlreadyExists)));
        }
        let partial = partial(to);
        // Into an empty file of the owner's alone: a copy holds what the database holds.
        // One that is there already was left over by a process that had our number and was killed.
        let _none = fs::remove_file(&partial);
        OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(&partial)
            .map_err(|source| failed(&partial, source))?;
        let made = self.make(&partial, to).await;
        // After success it has its name, and this one is too many; a failure leaves a journal as well.
        let mut journal = partial.clone().into_os_string();
        journal.push("-journal");
        let _gone = (fs::remove_file(&partial), fs::remove_file(journal));
        made
    }

    async fn make(&self, partial: &Path, to: &Path) -> Result<u64, StoreError> {
        let name = partial.to_str().ok_or_else(|| StoreError::Url("the file's name is no text".to_owned()))?;
        self.query_all_raw(self.engine().statement("VACUUM INTO $1", [name.into()])).await?;
        check(partial).await?;
        let file = |source| failed(to, source);
        let copy = File::open(partial).map_err(file)?;
        copy.sync_all().map_err(file)?;
        // Unlike renaming, this fails where somebody has made such a file meanwhile.
        fs::hard_link(partial, to).map_err(file)?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(file)?;
        copy.metadata().map(|copy| copy.len()).map_err(file)
    }
}

/// Lets the engine read every page of the copy.
async fn check(copy: &Path) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new().filename(copy).read_only(true).disable_statement_logging();
    let mut connection: SqliteConnection = options.connect().await?;
    let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut connection).await?;
    connection.close().await?;
    if said == ["ok"] { Ok(()) } else { Err(StoreError::Damaged(format!("the copy: {}", said.join("; ")))) }
}

/// The copy's name until it is whole.
fn partial(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(format!(".partial-{}", std::process::id()));
    name.into()
}

fn failed(path: &Path, source: io::Error) -> StoreError {
    StoreError::File { path: path.display().to_string(), source }
}
