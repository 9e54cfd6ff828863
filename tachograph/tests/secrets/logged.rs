//! A server that logs everything to a file.
use crate::until::until;
use anyhow::{Result, ensure};
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running server; killed when dropped.
#[derive(Debug)]
pub(crate) struct Logged {
    pub(crate) address: SocketAddr,
    folder: TempDir,
    child: Child,
}

impl Logged {
    /// Starts it and waits until it is ready.
    pub(crate) async fn start(database_url: &str) -> Result<Self> {
        Self::with(database_url, &[]).await
    }

    /// Starts it with more options.
    pub(crate) async fn with(database_url: &str, options: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = File::create(folder.path().join("log"))?;
        let child = Command::new(env!("CARGO_BIN_EXE_tachograph"))
            .args(["serve", "--dev", "--log", "trace", "--listen", &address.to_string()])
            .args(options)
            .env("TACHOGRAPH_DATABASE_URL", database_url)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Self { address, folder, child };
        let ready = server.url("/readyz");
        until("the server is ready", async || {
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

    fn log(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&fs::read(self.folder.path().join("log"))?).into_owned())
    }

    /// Stops it, waits until it exits, and returns its whole log.
    pub(crate) fn end(mut self) -> Result<String> {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(status.success(), "kill: {status}");
        let status = self.child.wait()?;
        ensure!(status.success(), "it ended with {status}");
        self.log()
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        // It may already have exited.
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
