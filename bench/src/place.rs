//! The database of a benchmark: always a new one, with durable commits.
use anyhow::Result;
use store::{Engine, Options, Store};
use tempfile::TempDir;
use testkit::postgres::{Durability, ThrowAway};

/// A migrated database.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) store: Store,
    _kept: Kept,
}

#[derive(Debug)]
enum Kept {
    Folder { _folder: TempDir },
    Server { _server: ThrowAway },
}

impl Place {
    /// On `PostgreSQL`, both the server and its ceiling use the Unix socket: over TCP, the driver would make
    /// COPY wait for delayed acknowledgments, and the ceiling would be too low.
    pub(crate) async fn new(engine: Engine) -> Result<Self> {
        let (url, kept) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::Builder::new().prefix("tachograph-bench-").tempdir()?;
                let file = folder.path().join("bench.db");
                (format!("sqlite://{}?mode=rwc", file.display()), Kept::Folder { _folder: folder })
            }
            Engine::Postgres => {
                let server = ThrowAway::start_with(Durability::Full)?;
                (server.socket_url("postgres"), Kept::Server { _server: server })
            }
        };
        let store = Store::connect(&Options::new(&url)).await?;
        migration::migrate(&store).await?;
        Ok(Self { url, store, _kept: kept })
    }

    /// The value of a statement's column `number`.
    pub(crate) async fn number(&self, statement: &str) -> Result<i64> {
        testkit::number(&self.store, statement).await
    }
}
