//! A migrated database for one test, dropped afterwards.
use crate::cluster::Cluster;
use crate::postgres::shared;
use crate::statements;
use anyhow::{Context, Result};
use domain::Instant;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use store::{Clock, Engine, Options, Store};
use tempfile::TempDir;

/// The environment variable with the URL of a server to test on, for a user who may create databases.
pub const SERVER_VARIABLE: &str = "TACHOGRAPH_TEST_POSTGRES";

/// The initial time of a test's clock: 2026-03-02T12:00:00Z, a Monday.
pub const NOON: Instant = Instant(1_772_452_800_000_000);

/// How often dropping a database is tried.
const DROP_TRIES: u32 = 5;

/// The database of one test.
#[derive(Debug)]
pub struct Database {
    store: Store,
    url: String,
    origin: Origin,
}

#[derive(Debug)]
enum Origin {
    Sqlite { _folder: TempDir },
    Postgres { server: String, name: String, cluster: Option<Cluster> },
}

impl Database {
    /// A `SQLite` file in its own folder; the clock is at [`NOON`].
    ///
    /// # Errors
    /// When the database cannot be created; the same applies below.
    pub async fn sqlite() -> Result<Self> {
        Self::on(Engine::Sqlite).await
    }

    /// A database on the server in [`SERVER_VARIABLE`], or otherwise on one started by the tests.
    ///
    /// # Errors
    /// See [`Self::sqlite`]; also when no server is named and none is installed.
    pub async fn postgres() -> Result<Self> {
        Self::on(Engine::Postgres).await
    }

    /// Whether this test does not apply because the server is a cluster; prints `reason`.
    pub fn is_cluster_where(&self, reason: &str) -> bool {
        let is_cluster = matches!(self.origin, Origin::Postgres { cluster: Some(_), .. });
        if is_cluster {
            eprintln!("not tried on a cluster: {reason}");
        }
        is_cluster
    }

    /// A database on this engine; the clock is at [`NOON`].
    ///
    /// # Errors
    /// See [`Self::postgres`].
    pub async fn on(engine: Engine) -> Result<Self> {
        Self::with_clock(engine, Clock::manual(NOON)).await
    }

    /// A database on this engine with this clock.
    ///
    /// # Errors
    /// See [`Self::postgres`].
    pub async fn with_clock(engine: Engine, clock: Clock) -> Result<Self> {
        let database = Self::empty(engine, clock).await?;
        migration::migrate(&database.store).await.context("cannot migrate the test's database")?;
        if matches!(database.origin, Origin::Postgres { cluster: Some(_), .. }) {
            migration::distribute(&database.store).await.context("cannot distribute the test's database")?;
        }
        Ok(database)
    }

    /// A database on this engine without any tables.
    ///
    /// # Errors
    /// See [`Self::postgres`].
    pub async fn empty(engine: Engine, clock: Clock) -> Result<Self> {
        let (url, origin) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::Builder::new().prefix("tachograph-test-").tempdir()?;
                let url = format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display());
                (url, Origin::Sqlite { _folder: folder })
            }
            Engine::Postgres => create(server()?).await?,
        };
        let store = connect(&url, clock).await?;
        Ok(Self { store, url, origin })
    }

    /// The open store.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Its URL, for other processes.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// The clock, which tests set themselves.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.store.clock()
    }

    /// Another store for the same database, as another process would open it, with the same clock.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn open_again(&self) -> Result<Store> {
        connect(&self.url, self.clock().clone()).await
    }
}

async fn connect(url: &str, clock: Clock) -> Result<Store> {
    Store::connect(&Options { clock, ..Options::new(url) }).await.with_context(|| format!("cannot open {url}"))
}

/// The URL of the server's own database: from the environment, or of a server started by the tests.
fn server() -> Result<String> {
    match std::env::var(SERVER_VARIABLE) {
        Ok(url) => Ok(url),
        Err(_) => shared::url("postgres").with_context(|| {
            format!("no PostgreSQL to test on: {SERVER_VARIABLE} is not set, and none could be started")
        }),
    }
}

async fn create(server: String) -> Result<(String, Origin)> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let name = format!("tachograph_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let url = beside(&server, &name)?;
    execute(&server, format!("CREATE DATABASE {name} TEMPLATE template0")).await?;
    let cluster = Cluster::of(&server).await?;
    if let Some(cluster) = &cluster {
        cluster.join(&url, &name).await.context("cannot make the test's database on the cluster")?;
    }
    Ok((url, Origin::Postgres { server, name, cluster }))
}

/// The URL of the database `name` on the server with the database `url`.
fn beside(url: &str, name: &str) -> Result<String> {
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let scheme =
        address.find("://").with_context(|| format!("{SERVER_VARIABLE}: expected postgres://USER@HOST/NAME"))?;
    let host_end = address[scheme + 3..].find('/').map_or(address.len(), |slash| scheme + 3 + slash);
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Ok(format!("{}/{name}{query}", &address[..host_end]))
}

async fn execute(server: &str, statement: String) -> Result<()> {
    let mut connection = PgConnection::connect(server).await.context("cannot reach the PostgreSQL to test on")?;
    connection.execute(AssertSqlSafe(statement)).await?;
    connection.close().await?;
    Ok(())
}

/// Drops a database of a server. On a cluster, the extension's maintenance process may reconnect before it is
/// dropped.
pub(crate) async fn drop_database(server: &str, name: &str) -> Result<()> {
    let mut tries = 1..DROP_TRIES;
    loop {
        match execute(server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await {
            Err(_) if tries.next().is_some() => {}
            dropped => return dropped,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Origin::Postgres { server, name, cluster } = &self.origin else { return };
        let (server, name, cluster) = (server.clone(), name.clone(), cluster.clone());
        // On a separate runtime, because the test's may be shutting down. If this fails, the database stays on
        // the server and does no harm.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let faults = statements::faults(&server, &name).await;
                let dropped = drop_database(&server, &name).await;
                if let Some(cluster) = cluster {
                    cluster.leave(&server, &name).await?;
                }
                dropped?;
                Ok::<_, anyhow::Error>(faults)
            })
        });
        if let Ok(Ok(faults)) = dropping.join()
            && !thread::panicking()
        {
            // If the statements could not be read, the check would silently be skipped.
            let faults = faults.unwrap_or_else(|error| vec![format!("they cannot be read: {error:#}")]);
            assert!(faults.is_empty(), "statements that cross organizations:\n{}", faults.join("\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_another_database_keeps_host_and_options() -> Result<()> {
        assert_eq!(beside("postgres://u@h:1/db?a=b", "x")?, "postgres://u@h:1/x?a=b");
        assert_eq!(beside("postgres://u@h:1", "x")?, "postgres://u@h:1/x");
        assert!(beside("h", "x").is_err());
        Ok(())
    }
}
