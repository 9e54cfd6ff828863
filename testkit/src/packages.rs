//! Packages of programs that are not Rust: of the programs for browsers, and of clients of others.
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Installs the packages of a folder as its lock file says, unless that was done before. Tests in other
/// processes that want the same wait.
///
/// # Errors
/// When there is no npm, or it cannot install them.
pub async fn install(folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let lock = lock(folder).await?;
    // npm writes this file last, and older than the lock file it is out of date.
    let done = std::fs::metadata(folder.join("node_modules/.package-lock.json")).and_then(|file| file.modified());
    let asked = std::fs::metadata(folder.join("package-lock.json")).and_then(|file| file.modified())?;
    if !done.is_ok_and(|done| done >= asked) {
        let output = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(folder)
            .output()
            .await
            .with_context(|| format!("this test needs npm, which comes with Node 20 or later, to install {name}/"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`npm ci` in {name} failed; does it reach a package registry? {said}");
    }
    drop(lock);
    Ok(())
}

/// Installs what requirements.txt in a folder names, dependencies included, into an environment of
/// the folder's own, unless that was done before; its Python.
///
/// # Errors
/// When there is no Python, or it cannot install them.
pub async fn python(folder: &Path) -> Result<PathBuf> {
    let environment = folder.join(".venv");
    let (python, requirements) = (environment.join("bin/python"), folder.join("requirements.txt"));
    let lock = lock(folder).await?;
    let (done, wanted) = (environment.join("taken-from"), std::fs::read(&requirements)?);
    if !std::fs::read(&done).is_ok_and(|taken| taken == wanted) {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment)).await?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r"]);
        run(install.arg(&requirements)).await?;
        std::fs::write(done, wanted)?;
    }
    drop(lock);
    Ok(python)
}

/// Others that install into the same folder wait.
async fn lock(folder: &Path) -> Result<std::fs::File> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let lock = std::fs::File::create(std::env::temp_dir().join(format!("tachograph-{name}.lock")))?;
    Ok(tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??)
}

async fn run(command: &mut Command) -> Result<()> {
    let needs = "this test needs Python 3.10 or later with venv and pip (on Debian: python3-venv)";
    let output = command.output().await.context(needs)?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed; does it reach a package registry? {needs}\n{said}");
    Ok(())
}
