//! The packages of the programs for browsers.
use anyhow::{Context, Result, ensure};
use std::path::Path;
use tokio::process::Command;

/// Installs the packages of a folder as its lock file says, unless that was done before. Tests in other
/// processes that want the same wait.
///
/// # Errors
/// When there is no npm, or it cannot install them.
pub async fn install(folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let lock = std::fs::File::create(std::env::temp_dir().join(format!("tachograph-{name}.lock")))?;
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
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
