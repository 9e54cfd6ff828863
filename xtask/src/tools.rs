//! Tools that are installed when they are first needed.
use crate::process::{cargo, must, works};

/// Whether `cargo NAME` can be had, by installing it if need be.
pub(crate) fn has(name: &str) -> bool {
    if works(cargo([name, "--version"]).env_remove("RUSTFLAGS")) {
        return true;
    }
    let installed = must(&mut cargo(["install", "--locked", &format!("cargo-{name}")]));
    if let Err(error) = &installed {
        eprintln!("xtask: {error:#}");
    }
    installed.is_ok()
}
