//! Installing the packages of foreign clients, once, whichever test comes first.
use crate::repository;
use anyhow::{Context as _, Result, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages of e2e/clients/package-lock.json; answers their folder.
pub(crate) fn npm() -> Result<PathBuf> {
    let folder = repository().join("e2e/clients");
    let _alone = lock("npm")?;
    if installed(&folder.join("node_modules/.taken-from"), &folder.join("package-lock.json"))? {
        return Ok(folder);
    }
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    run(install, "npm, which comes with Node 20 or later, to install e2e/clients")?;
    fs::copy(folder.join("package-lock.json"), folder.join("node_modules/.taken-from"))?;
    Ok(folder)
}

/// The packages of e2e/clients/requirements.txt in an environment of their own; answers its Python.
pub(crate) fn pip() -> Result<PathBuf> {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-clients");
    let requirements = repository().join("e2e/clients/requirements.txt");
    let python = environment.join("bin/python");
    let _alone = lock("pip")?;
    if installed(&environment.join("taken-from"), &requirements)? {
        return Ok(python);
    }
    let needs = "Python 3.10 or later with venv and pip (on Debian: python3-venv), to install e2e/clients";
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&environment);
    run(make, needs)?;
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r"])
        .arg(&requirements);
    run(install, needs)?;
    fs::copy(requirements, environment.join("taken-from"))?;
    Ok(python)
}

/// Whether what was installed is what the list says now.
fn installed(mark: &Path, list: &Path) -> Result<bool> {
    let wanted = fs::read(list).with_context(|| format!("cannot read {}", list.display()))?;
    Ok(fs::read(mark).is_ok_and(|taken| taken == wanted))
}

fn lock(name: &str) -> Result<File> {
    let file = File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("clients-{name}.lock")))?;
    file.lock()?;
    Ok(file)
}

fn run(mut command: Command, needs: &str) -> Result<()> {
    let output = command.output().with_context(|| format!("this test needs {needs}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{command:?} failed; does it reach a package registry? This test needs {needs}\n{said}"
    );
    Ok(())
}
