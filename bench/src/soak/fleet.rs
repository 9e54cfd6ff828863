//! The processes under load.
use crate::server::Server;
use anyhow::Result;
use generator::OrgSpec;
use std::path::Path;
use testkit::postgres::ThrowAway;

/// Two API servers and two workers on one `PostgreSQL`; all stopped when dropped, the database last.
#[derive(Debug)]
pub(super) struct Fleet {
    apis: [Server; 2],
    workers: [Server; 2],
    url: String,
    postgres: ThrowAway,
}

impl Fleet {
    pub(super) async fn start(binary: &Path) -> Result<Self> {
        let postgres = ThrowAway::start()?;
        let url = postgres.url("postgres");
        let start = async |command| Server::start(binary, command, &url).await;
        let apis = [start("api").await?, start("api").await?];
        let workers = [start("worker").await?, start("worker").await?];
        Ok(Self { apis, workers, url, postgres })
    }

    /// The two API servers, alternating.
    pub(super) const fn api(&self, number: usize) -> &Server {
        &self.apis[number % 2]
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The processes of the measured program, by name.
    pub(super) fn members(&self) -> [(&'static str, u32); 4] {
        let ([api, other_api], [worker, other_worker]) = (&self.apis, &self.workers);
        [("api 1", api.pid()), ("api 2", other_api.pid()), ("worker 1", worker.pid()), ("worker 2", other_worker.pid())]
    }

    /// The main process of the database.
    pub(super) fn postmaster(&self) -> Result<u32> {
        self.postgres.pid()
    }

    /// Registers the organizations and their people.
    pub(super) async fn register(&self, orgs: &[OrgSpec]) -> Result<()> {
        let token = self.api(0).token("SUPER_ADMIN", None).await?;
        generator::register(&self.api(0).http(), &token, orgs).await
    }
}
