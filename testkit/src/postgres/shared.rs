//! One server for all test processes that run at a time: a start takes longer than most tests, and
//! some runners give every test a process.
//!
//! Every process holds a lease, a shared lock that the system takes back when the process ends;
//! when nobody holds one any more, the server goes away.
use super::{Durability, ThrowAway};
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What this process holds until its end.
#[derive(Debug)]
enum Held {
    Lease {
        port: u16,
        _lease: File,
    },
    /// Where the system has no `flock` program to watch over a lease.
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

/// The folder of the locks, one for each user of the machine.
fn folder() -> Result<PathBuf> {
    let own = fs::metadata(tempfile::tempdir()?.path())?.uid();
    let folder = std::env::temp_dir().join(format!("tachograph-tests-{own}"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let owner = fs::metadata(&folder)?.uid();
    anyhow::ensure!(owner == own, "{} belongs to user {owner}", folder.display());
    Ok(folder)
}

/// The port of the noted server, if it still answers.
fn running(noted: &Path) -> Option<u16> {
    let port = fs::read_to_string(noted).ok()?.parse().ok()?;
    TcpStream::connect(("127.0.0.1", port)).ok()?;
    Some(port)
}
