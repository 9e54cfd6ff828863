//! Settings of the database.
use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use migration::{MigrationStatus, status};
use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use store::{Store, StoreError};
use url::Url;

/// The database file in the data directory.
const FILE: &str = "tachograph.db";

#[derive(Clone, Debug, Args)]
pub(crate) struct DatabaseArgs {
    /// `sqlite://PATH?mode=rwc` or `postgres://USER@HOST/NAME` [default: SQLite in the data directory]
    #[arg(long, env = "TACHOGRAPH_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Data directory of the embedded database
    #[arg(long, env = "TACHOGRAPH_DATA_DIR", value_name = "DIR", default_value = "./tachograph-data")]
    data_dir: PathBuf,
    /// PostgreSQL: maximum connections of this process for writing, and the same number again for reading; projection
    /// uses up to 8 more. SQLite: at most 5 in total
    #[arg(long, env = "TACHOGRAPH_MAX_CONNECTIONS", value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    max_connections: u32,
}

impl DatabaseArgs {
    /// The embedded database in this folder.
    pub(crate) fn embedded(data_dir: PathBuf) -> Self {
        Self { database_url: None, data_dir, max_connections: 16 }
    }

    /// Opens the database and applies pending migrations.
    pub(crate) async fn open(&self) -> anyhow::Result<Store> {
        let store = self.create().await?;
        if let MigrationStatus::Ahead(step) = status(&store).await? {
            bail!("{}", ahead(&step));
        }
        migration::migrate(&store).await.context("cannot migrate the database")?;
        Ok(store)
    }

    /// Opens a database that must exist and have the migrations that this program knows.
    pub(crate) async fn existing(&self) -> anyhow::Result<Store> {
        let store = self.as_it_is().await?;
        match status(&store).await? {
            MigrationStatus::Newest => Ok(store),
            MigrationStatus::Ahead(step) => bail!("{}", ahead(&step)),
            MigrationStatus::Behind(step) => {
                bail!("the database lacks the migration {step}; apply it with `tachograph migrate`")
            }
        }
    }

    /// Opens a database that must exist, whatever its migrations: a command that reads data must not create an
    /// empty database because of a mistyped name.
    pub(crate) async fn as_it_is(&self) -> anyhow::Result<Store> {
        let url = self.url();
        if let Some(file) = file_of(&url)
            && !file.is_file()
        {
            let file = file.display();
            bail!("there is no database {file}; set its directory with --data-dir, or its URL with --database-url");
        }
        self.connect(url.replace("mode=rwc", "mode=rw")).await
    }

    /// Whether there is a database to look into, as far as that is known without connecting: one that is named by its
    /// URL, or a file in the data directory.
    pub(crate) fn is_there(&self) -> bool {
        self.database_url.is_some() || self.data_dir.join(FILE).is_file()
    }

    /// Opens the database, creating the file if the URL says so.
    async fn create(&self) -> anyhow::Result<Store> {
        let url = self.url();
        if let Some(file) = new_file(&url) {
            make_writable(&file)?;
        }
        self.connect(url).await
    }

    fn url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| url_of(&self.data_dir.join(FILE)))
    }

    async fn connect(&self, url: String) -> anyhow::Result<Store> {
        let options = store::Options { max_connections: self.max_connections, ..store::Options::new(url) };
        let place = place(&options.url);
        Store::connect(&options).await.map_err(|error| explain(error, &place))
    }
}

/// The URL of a `SQLite` file, which is created if it is missing.
fn url_of(file: &Path) -> String {
    // Characters with a special meaning in a URL.
    let path = file.display().to_string().replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite://{path}?mode=rwc")
}

/// The file that connecting would create.
fn new_file(url: &str) -> Option<PathBuf> {
    let (_, query) = url.split_once('?')?;
    query.split('&').any(|pair| pair == "mode=rwc").then(|| file_of(url))?
}

/// The file of a `SQLite` database.
fn file_of(url: &str) -> Option<PathBuf> {
    let address = url.strip_prefix("sqlite:")?;
    let path = address.split_once('?').map_or(address, |(path, _)| path);
    let path = path.strip_prefix("//").unwrap_or(path);
    (path != ":memory:").then(|| path.replace("%23", "#").replace("%3F", "?").replace("%25", "%").into())
}

/// Creates the folder, and checks that the file can be written, because the database's own error messages for
/// either are obscure.
fn make_writable(file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Only for the owner: it contains what people wrote, and the secret behind the ingest keys.
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| (folder, error));
    let open = || OpenOptions::new().create(true).append(true).mode(0o600).open(file).map(drop);
    made.and_then(|()| open().map_err(|error| (if file.exists() { file } else { folder }, error))).map_err(
        |(what, error)| {
            anyhow!("cannot write to {}: {error}; choose another directory with --data-dir", what.display())
        },
    )
}

/// A program that does not know everything that it would have to keep up to date must not write.
fn ahead(step: &str) -> String {
    format!("the database is newer than this program, which does not know its migration {step}; use the newer version")
}

/// The location of a database, without credentials.
fn place(url: &str) -> String {
    match Url::parse(url) {
        Ok(url) if url.has_host() => {
            let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
            format!(" {}{port}{}", url.host_str().unwrap_or_default(), url.path())
        }
        _ => file_of(url).map_or_else(String::new, |file| format!(" {}", file.display())),
    }
}

fn explain(error: StoreError, place: &str) -> anyhow::Error {
    match error {
        StoreError::Url(_) => anyhow!(error).context("--database-url"),
        error if error.is_disk_full() => anyhow!("cannot open the database{place}: its disk is full; free up space"),
        error if error.is_untrusted() => anyhow!(
            "cannot open the database{place}: {error}; give the server a certificate of version 3 that is trusted here, \
             or, if the network in between is your own, add sslmode=disable to --database-url"
        ),
        error if error.is_transient() => {
            anyhow!("cannot open the database{place}: {error}; is it running, and is --database-url correct?")
        }
        error => anyhow!(error).context(format!("cannot open the database{place}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_not_trusted_names_the_ways_out() {
        // A Citus machine's default certificate; the driver's error contains the library's message.
        let refused = std::io::Error::other("invalid peer certificate: Other(OtherError(UnsupportedCertVersion))");
        let told = explain(StoreError::Database(refused.into()), " db:5432/x").to_string();
        assert!(told.contains("certificate of version 3") && told.contains("sslmode=disable"), "{told}");
        let away = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        assert!(!explain(StoreError::Database(away.into()), "").to_string().contains("sslmode"));
    }

    #[test]
    fn odd_folders_survive_the_address() {
        for path in ["/tmp/a b/50%/tachograph.db", "./what?/#1/tachograph.db"] {
            assert_eq!(new_file(&url_of(Path::new(path))), Some(PathBuf::from(path)));
        }
        assert_eq!(new_file("sqlite://x.db"), None);
        assert_eq!(file_of("sqlite://x.db"), Some(PathBuf::from("x.db")));
        assert_eq!(file_of("sqlite::memory:"), None);
        assert_eq!(new_file("postgres://localhost/x?mode=rwc"), None);
    }
}
