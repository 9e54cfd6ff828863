//! The `PostgreSQL` programs, with which the tests start their own server.
use crate::debian;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The server to test on instead.
const SERVER_VARIABLE: &str = "TACHOGRAPH_TEST_POSTGRES";
/// The file that tells Debian's packages whether to create and start a server when installed.
const DEBIAN_CLUSTERS: &str = "/etc/postgresql-common/createcluster.conf";

/// Installs `PostgreSQL` if it is missing and may be installed.
pub(crate) fn ensure() -> Result<()> {
    if std::env::var_os(SERVER_VARIABLE).is_some() || is_installed() {
        return Ok(());
    }
    // Only a user who may install can write there; for others, the error is reported below.
    if !Path::new(DEBIAN_CLUSTERS).exists() && std::fs::create_dir_all("/etc/postgresql-common").is_ok() {
        std::fs::write(DEBIAN_CLUSTERS, "create_main_cluster = false\n")?;
    }
    let missing = format!(
        "the tests run on PostgreSQL too, and found none: install PostgreSQL 15 or newer, or name a server in \
         {SERVER_VARIABLE}"
    );
    debian::install(&["postgresql"], &missing)
}

fn is_installed() -> bool {
    let search = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    std::env::split_paths(&search)
        .chain(debian.map(|version| version.path().join("bin")))
        .any(|folder: PathBuf| ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file()))
}
