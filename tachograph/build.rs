//! Asks the linker for a compact table of relocations, where the system can read one.
//!
//! The addresses in a position-independent program are corrected when it starts: 24 bytes of the file for each of the
//! 67 000, which then stay in memory. Packed, they take a few bytes for each page that has some.
use std::env;
use std::process::Command;

/// The first version of the GNU C library that reads packed relocations.
const GLIBC: (u32, u32) = (2, 36);

/// Off where somebody chose a linker, which may not know the option.
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let variable = |name: &str| env::var(name).unwrap_or_default();
    // The Rust toolchain links with LLD there. A program for another machine is not for the library of this one.
    let has_lld = variable("TARGET") == "x86_64-unknown-linux-gnu" && variable("HOST") == variable("TARGET");
    let is_chosen = !variable("RUSTC_LINKER").is_empty() || variable("CARGO_ENCODED_RUSTFLAGS").contains("link");
    if has_lld && !is_chosen && glibc().is_some_and(|version| version >= GLIBC) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of the C library of this machine; `None` if it cannot be found out.
fn glibc() -> Option<(u32, u32)> {
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
