//! Installing what is missing, where that is allowed: as root on Debian and its kin.
use crate::process::{must, works};
use anyhow::{Result, bail};
use std::process::Command;

/// Installs packages; `missing` says what for, where it cannot.
pub(crate) fn install(packages: &[&str], missing: &str) -> Result<()> {
    if !works(Command::new("apt-get").arg("--version")) || !is_root() {
        bail!("{missing} (Debian, Ubuntu: apt-get install {})", packages.join(" "));
    }
    must(Command::new("apt-get").args(["update", "-q"]))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "-q", "-y", "--no-install-recommends"]).args(packages);
    must(install.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
