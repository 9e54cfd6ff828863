//! A process of the built binary that logs to a file.
use crate::until::until;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// A running process; killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    folder: TempDir,
    child: Child,
    pub(crate) client: reqwest::Client,
}

impl Server {
    /// Starts `serve`, `api` or `worker` and waits until it is ready.
    pub(crate) async fn start(command: &str, database_url: &str, flags: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = File::create(folder.path().join("log"))?;
        let mut program = Command::new(env!("CARGO_BIN_EXE_tachograph"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TACHOGRAPH_")) {
            program.env_remove(name);
        }
        program.args([command, "--database-url", database_url, "--listen", &address.to_string()]).args(flags);
        if command != "worker" {
            program.arg("--dev");
        }
        let child = program.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let mut server = Self { address, folder, child, client: reqwest::Client::new() };
        let ready = server.url("/readyz");
        until("the process is ready", async || {
            ensure!(server.child.try_wait()?.is_none(), "it ended at its start: {}", server.log()?);
            Ok(reqwest::get(&ready).await.is_ok_and(|answer| answer.status().is_success()))
        })
        .await?;
        Ok(server)
    }

    /// The URL of a path on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A page as text.
    pub(crate) async fn text(&self, path: &str) -> Result<String> {
        Ok(self.client.get(self.url(path)).send().await?.text().await?)
    }

    /// Sends events, and returns the response.
    pub(crate) async fn send(&self, events: &Value, headers: &[(&str, &str)]) -> Result<Value> {
        let mut request = self.client.post(self.url("/v1/events")).bearer_auth("dev-ingest-key").json(events);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Ok(request.send().await?.json().await?)
    }

    /// The token of a person who may query everything.
    pub(crate) async fn token(&self) -> Result<String> {
        let claims = json!({"sub": "frank", "name": "Frank", "email": "frank@example.com", "role": "SUPER_ADMIN"});
        let token: Value = self.client.post(self.url("/dev/token")).json(&claims).send().await?.json().await?;
        Ok(token["access_token"].as_str().context("a token")?.to_owned())
    }

    /// Sends a query as that person.
    pub(crate) async fn ask(&self, query: &str) -> Result<Value> {
        let token = self.token().await?;
        let request = self.client.post(self.url("/graphql")).bearer_auth(token).json(&json!({"query": query}));
        Ok(request.send().await?.json().await?)
    }

    /// Its log so far.
    pub(crate) fn log(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&fs::read(self.folder.path().join("log"))?).into_owned())
    }

    /// The lines of its log so far, all of which are JSON.
    pub(crate) fn lines(&self) -> Result<Vec<Value>> {
        let log = self.log()?;
        // The last line may be incomplete.
        let whole = log.rfind('\n').map_or("", |end| &log[..end]);
        whole.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
    }

    /// Stops it; returns how long that took, and its whole log.
    pub(crate) fn end(mut self) -> Result<(std::time::Duration, String)> {
        let began = Instant::now();
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(status.success(), "kill: {status}");
        let status = self.child.wait()?;
        ensure!(status.success(), "it ended with {status}");
        Ok((began.elapsed(), self.log()?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may already have exited.
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
