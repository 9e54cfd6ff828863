//! The running server that a command connects to.
use anyhow::Context as _;
use clap::Args;
use generator::Server;
use std::path::PathBuf;

#[derive(Clone, Debug, Args)]
pub(crate) struct ServerArgs {
    /// URL of the running server
    #[arg(long, env = "TACHOGRAPH_SERVER", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// For an https URL, trust the CAs in this file (PEM) instead of the system's
    #[arg(long, env = "TACHOGRAPH_SERVER_CA", value_name = "FILE")]
    server_ca: Option<PathBuf>,
}

impl ServerArgs {
    /// The server.
    pub(crate) fn server(&self) -> anyhow::Result<Server> {
        let server = Server::at(&self.server);
        let Some(path) = &self.server_ca else { return Ok(server) };
        let pem = std::fs::read(path).with_context(|| format!("--server-ca: cannot read {}", path.display()))?;
        server.trusting(&pem).with_context(|| format!("--server-ca: {}", path.display()))
    }
}
