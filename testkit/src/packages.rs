//! Installs packages of other languages: for the browser programs, and for example clients.
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Installs a folder's npm packages according to its lock file, unless they are installed. Concurrent tests in
/// other processes wait.
///
/// # Errors
/// When npm is missing or fails.
pub async fn install(folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let lock = lock(folder).await?;
    // npm writes this file last; if it is older than the lock file, it is out of date.
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

/// Installs the packages in a folder's requirements.txt, including dependencies, into a virtual environment in
/// the folder, unless they are installed; returns its Python.
///
/// # Errors
/// When Python is missing or fails.
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

/// Other processes that install into the same folder wait for this lock.
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
