//! A temporary `PostgreSQL` server from installed binaries, deliberately in a time zone far from UTC.

mod binaries;
mod guardian;
mod owner;
pub mod shared;

use crate::statements;
use anyhow::{Context, Result, bail};
use binaries::Binaries;
use guardian::Guardian;
use owner::Owner;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// How often a start is attempted: another process may take the free port in between.
const TRIES: usize = 5;

/// What survives a crash of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// All acknowledged transactions: as in production, and necessary for tests that kill servers.
    Full,
    /// Nothing is guaranteed: faster, for tests to which it doesn't matter.
    None,
}

/// A server in its own folder; stopped and removed when dropped, or when this process dies.
#[derive(Debug)]
pub struct ThrowAway {
    binaries: Binaries,
    owner: Owner,
    port: u16,
    // Fields are dropped in this order: the guardian stops the server before the folder is removed.
    guardian: Guardian,
    folder: TempDir,
}

impl ThrowAway {
    /// A server that keeps acknowledged transactions.
    ///
    /// # Errors
    /// When `PostgreSQL` is not installed or does not start; the same applies below.
    pub fn start() -> Result<Self> {
        Self::start_with(Durability::Full)
    }

    /// A server with this durability.
    ///
    /// # Errors
    /// See [`Self::start`].
    pub fn start_with(durability: Durability) -> Result<Self> {
        let binaries = Binaries::find()?;
        let folder = tempfile::Builder::new().prefix("tachograph-pg-").tempdir()?;
        let owner = Owner::for_folder(folder.path())?;
        let guardian = Guardian::watch(folder.path())?;
        let mut server = Self { binaries, owner, port: 0, guardian, folder };
        let mut initdb = server.command("initdb");
        initdb.arg("-D").arg(server.data()).args(["-U", "postgres", "--auth=trust", "-E", "UTF8"]);
        initdb.args(["--locale=C.UTF-8", "--no-sync", "--no-instructions"]);
        run(&mut initdb)?;
        for left in (0..TRIES).rev() {
            server.port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            fs::write(server.data().join("postgresql.auto.conf"), server.settings(durability))?;
            match server.restart() {
                Ok(()) => break,
                Err(error) if left == 0 => return Err(error),
                Err(_) => {}
            }
        }
        Ok(server)
    }

    /// The TCP URL of one of its databases.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        url(self.port, database)
    }

    /// The Unix socket URL of one of its databases.
    #[must_use]
    pub fn socket_url(&self, database: &str) -> String {
        let folder = self.folder.path().display();
        format!("postgres://postgres@localhost:{}/{database}?host={folder}", self.port)
    }

    /// Stops the server as a power failure would: without closing connections or flushing.
    ///
    /// # Errors
    /// When it is not running.
    pub fn kill_immediately(&self) -> Result<()> {
        run(self.command("pg_ctl").arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"]))
    }

    /// Stops the server as an operator would: connections are closed, transactions rolled back.
    ///
    /// # Errors
    /// When it is not running.
    pub fn stop(&self) -> Result<()> {
        run(self.command("pg_ctl").arg("-D").arg(self.data()).args(["-m", "fast", "-w", "stop"]))
    }

    /// Starts the stopped server on the same port; returns when it accepts connections.
    ///
    /// # Errors
    /// When it is already running, or does not start.
    pub fn restart(&self) -> Result<()> {
        let log = self.folder.path().join("log");
        let mut start = self.command("pg_ctl");
        start.arg("-D").arg(self.data()).arg("-l").arg(&log).args(["-w", "-t", "60", "start"]);
        run(&mut start).with_context(|| fs::read_to_string(&log).unwrap_or_default())
    }

    /// The id of the server's main process.
    ///
    /// # Errors
    /// When it is not running.
    pub fn pid(&self) -> Result<u32> {
        let file = self.data().join("postmaster.pid");
        let lines = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        lines.lines().next().and_then(|line| line.trim().parse().ok()).context("no process id in postmaster.pid")
    }

    /// A client program of the same version, such as `pg_dump`.
    #[must_use]
    pub fn tool(&self, name: &str) -> Command {
        Command::new(self.binaries.client(name))
    }

    /// Makes the server's user the owner of a folder.
    ///
    /// # Errors
    /// When the caller lacks the permission.
    pub fn give(&self, folder: &Path) -> Result<()> {
        self.owner.give(folder)
    }

    /// Lets the server live as long as any process holds the lease in this folder; returns its port.
    fn leave_to(self, leases: &Path) -> Result<u16> {
        self.guardian.hand_over(&self.folder.keep(), leases)?;
        Ok(self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, binary: &str) -> Command {
        let mut command = self.owner.command(&self.binaries.path(binary));
        command.current_dir(self.folder.path());
        command
    }

    fn settings(&self, durability: Durability) -> String {
        let mut settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\n\
             shared_preload_libraries = '{}'\npg_stat_statements.max = 20000\npg_stat_statements.track_utility = off\n\
             max_connections = 300\ntimezone = 'Asia/Kolkata'\nlog_timezone = 'UTC'\n",
            self.port,
            self.folder.path().display(),
            statements::LIBRARY,
        );
        if durability == Durability::None {
            settings.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
        }
        settings
    }
}

fn url(port: u16, database: &str) -> String {
    format!("postgres://postgres@127.0.0.1:{port}/{database}")
}

/// Runs a command to completion; if it fails, its output is in the error.
fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{command:?} failed, {}:\n{}", output.status, String::from_utf8_lossy(&said));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
