//! One server for all concurrent test processes: starting one takes longer than most tests, and some test
//! runners start a process per test.
//!
//! Every process holds a lease, a shared file lock that the system releases when the process ends; when no
//! process holds one anymore, the server is removed.
use super::{Durability, ThrowAway};
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What this process holds until it ends.
#[derive(Debug)]
enum Held {
    Lease {
        port: u16,
        _lease: File,
    },
    /// If the system has no `flock` program to watch the lease.
    Own(ThrowAway),
}

/// The address of a database on the shared server, which is started if it does not run.
///
/// # Errors
/// When `PostgreSQL` is not installed or does not start.
pub fn url(database: &str) -> Result<String> {
    static HELD: OnceLock<Result<Held, String>> = OnceLock::new();
    match HELD.get_or_init(|| hold().map_err(|error| format!("{error:#}"))) {
        Ok(Held::Lease { port, .. }) => Ok(super::url(*port, database)),
        Ok(Held::Own(server)) => Ok(server.url(database)),
        Err(error) => anyhow::bail!("{error}"),
    }
}

fn hold() -> Result<Held> {
    let probe = Command::new("flock").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !probe.is_ok_and(|status| status.success()) {
        return ThrowAway::start_with(Durability::None).map(Held::Own);
    }
    let leases = folder()?;
    let start = File::create(leases.join("start"))?;
    start.lock()?;
    let lease = File::create(leases.join("lease"))?;
    lease.lock_shared()?;
    let noted = leases.join("server");
    if let Some(port) = running(&noted) {
        return Ok(Held::Lease { port, _lease: lease });
    }
    let port = ThrowAway::start_with(Durability::None)?.leave_to(&leases)?;
    fs::write(noted, port.to_string())?;
    Ok(Held::Lease { port, _lease: lease })
}

/// The folder with the locks, one per user of the machine.
fn folder() -> Result<PathBuf> {
    let own = fs::metadata(tempfile::tempdir()?.path())?.uid();
    let folder = std::env::temp_dir().join(format!("tachograph-tests-{own}"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let owner = fs::metadata(&folder)?.uid();
    anyhow::ensure!(owner == own, "{} belongs to user {owner}", folder.display());
    Ok(folder)
}

/// The recorded server's port, if the server still responds.
fn running(noted: &Path) -> Option<u16> {
    let port = fs::read_to_string(noted).ok()?.parse().ok()?;
    TcpStream::connect(("127.0.0.1", port)).ok()?;
    Some(port)
}
