//! Finds the installed `PostgreSQL`.
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The folder with its programs.
#[derive(Debug)]
pub(super) struct Binaries(PathBuf);

impl Binaries {
    /// The first in PATH, or otherwise the newest of those that distributions such as Debian install elsewhere.
    pub(super) fn find() -> Result<Self> {
        let search = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&search).collect();
        let mut versions: Vec<PathBuf> = ["/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt"]
            .iter()
            .flat_map(|parent| children(parent))
            .collect();
        versions.push(PathBuf::from("/usr/local/pgsql"));
        versions.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
        folders.extend(versions.into_iter().map(|folder| folder.join("bin")));
        folders
            .into_iter()
            .find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()))
            .map(Self)
            .context(
                "PostgreSQL's programs initdb, pg_ctl and postgres were found neither in PATH nor in \
             /usr/lib/postgresql/*/bin: install PostgreSQL 15 or newer (Debian, Ubuntu: apt-get install postgresql)",
            )
    }

    /// A client program: next to the server's programs, or to what they link to.
    pub(super) fn client(&self, name: &str) -> PathBuf {
        let real = self.path("postgres").canonicalize().ok();
        let beside = real.and_then(|server| Some(server.parent()?.join(name)));
        [Some(self.path(name)), beside].into_iter().flatten().find(|path| path.is_file()).unwrap_or_else(|| name.into())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

fn children(parent: &str) -> Vec<PathBuf> {
    std::fs::read_dir(parent).map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default()
}

/// The number in a folder's name, for instance 15 in `15` or `postgresql@15`.
fn version(folder: &Path) -> u32 {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}
