//! A process of the built binary.
use crate::until::until;
use anyhow::{Result, ensure};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, ExitStatus, Stdio};

/// How many ports are tried.
const TRIES: u32 = 3;

/// A running process; killed when dropped.
#[derive(Debug)]
pub(crate) struct Process {
    command: &'static str,
    url: String,
    flags: Vec<String>,
    address: SocketAddr,
    child: Child,
}

impl Process {
    /// API and worker in one process.
    pub(crate) async fn serve(url: &str) -> Result<Self> {
        Self::start("serve", url).await
    }

    /// Starts `serve`, `api` or `worker` and waits until it is ready.
    pub(crate) async fn start(command: &'static str, url: &str) -> Result<Self> {
        Self::start_with(command, url, &[]).await
    }

    /// API and worker in one process, with additional flags.
    pub(crate) async fn serve_with(url: &str, flags: &[&str]) -> Result<Self> {
        Self::start_with("serve", url, flags).await
    }

    /// Like [`Self::start`], with additional flags.
    pub(crate) async fn start_with(command: &'static str, url: &str, flags: &[&str]) -> Result<Self> {
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let mut failed = None;
        // Another process may take the port first.
        for _ in 0..TRIES {
            let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
            match Self::start_at(command, url, &flags, address).await {
                Ok(process) => return Ok(process),
                Err(error) => failed = Some(error),
            }
        }
        Err(failed.unwrap_or_else(|| anyhow::anyhow!("not tried")))
    }

    /// Starts the same process again, on the same address.
    pub(crate) async fn again(&self) -> Result<Self> {
        Self::start_at(self.command, &self.url, &self.flags, self.address).await
    }

    async fn start_at(command: &'static str, url: &str, flags: &[String], address: SocketAddr) -> Result<Self> {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tachograph"));
        program.args([command, "--database-url", url, "--listen", &address.to_string()]);
        program.args(flags);
        if command != "worker" {
            program.arg("--dev");
        }
        let child = program.env("TACHOGRAPH_LOG", "error").stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
        let mut process = Self { command, url: url.to_owned(), flags: flags.to_vec(), address, child };
        let ready = format!("http://{address}/readyz");
        until("the process is ready", async || {
            ensure!(process.is_running()?, "{command} ended at its start");
            Ok(reqwest::get(&ready).await.is_ok_and(|answer| answer.status().is_success()))
        })
        .await?;
        Ok(process)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Sends SIGKILL: the process cannot react.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Sends SIGTERM: the process should exit.
    pub(crate) fn terminate(&self) -> Result<()> {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(status.success(), "kill: {status}");
        Ok(())
    }

    /// Waits until it exits.
    pub(crate) async fn ended(&mut self) -> Result<ExitStatus> {
        let mut status = None;
        until("the process ended", async || {
            status = self.child.try_wait()?;
            Ok(status.is_some())
        })
        .await?;
        status.ok_or_else(|| anyhow::anyhow!("no status"))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may already have exited.
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
