//! Tools that are installed when first needed.
use crate::process::{cargo, must, works};

/// Whether `cargo NAME` is available, after installing it if necessary.
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
