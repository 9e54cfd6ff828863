//! Copies a `SQLite` database while it is in use.
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
    /// Writes the database, as it is at one moment, to the new file `to`: compacted, checked and durable.
    /// Returns its size in bytes. Readers and writers are not blocked. The file appears complete or not at
    /// all, and no existing file is ever replaced.
    ///
    /// # Errors
    /// When the engine is `PostgreSQL`, when the file already exists, when it cannot be written, or when the
    /// copy does not pass the engine's own integrity check.
    pub async fn back_up(&self, to: &Path) -> Result<u64, StoreError> {
        let Pools::Sqlite { .. } = self.all_pools() else {
            return Err(StoreError::Url("only SQLite is copied this way; use pg_dump or pg_basebackup".to_owned()));
        };
        let file = |source| failed(to, source);
        if fs::exists(to).map_err(file)? {
            return Err(file(io::Error::from(io::ErrorKind::AlreadyExists)));
        }
        let partial = partial(to);
        // Write to an empty file that only the owner can read: a copy is as sensitive as the database. If one
        // is already there, it was left behind by a killed process that had the same process id.
        let _none = fs::remove_file(&partial);
        OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(0o600)
            .open(&partial)
            .map_err(|source| failed(&partial, source))?;
        let made = self.make(&partial, to).await;
        // On success the copy has its final name, so this second link is removed; a failure leaves a journal
        // as well.
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
        // Unlike a rename, this fails if such a file was created in the meantime.
        fs::hard_link(partial, to).map_err(file)?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(file)?;
        copy.metadata().map(|copy| copy.len()).map_err(file)
    }
}

/// Has the engine read and check every page of the copy.
async fn check(copy: &Path) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::new().filename(copy).read_only(true).disable_statement_logging();
    let mut connection: SqliteConnection = options.connect().await?;
    let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut connection).await?;
    connection.close().await?;
    if said == ["ok"] { Ok(()) } else { Err(StoreError::Damaged(format!("the copy: {}", said.join("; ")))) }
}

/// The copy's temporary name until it is complete.
fn partial(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(format!(".partial-{}", std::process::id()));
    name.into()
}

fn failed(path: &Path, source: io::Error) -> StoreError {
    StoreError::File { path: path.display().to_string(), source }
}
