//! Installs missing packages if allowed: as root on Debian and its derivatives.
use crate::process::{must, works};
use anyhow::{Result, bail};
use std::process::Command;

/// Installs packages; if it cannot, the error includes `missing`, which says what they are for.
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
