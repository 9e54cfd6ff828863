//! The dashboard in a real browser with the real binary: all tests in `frontend-static/e2e`.
use anyhow::{Context as _, ensure};
use std::path::Path;
use testkit::Result;
use tokio::process::Command;

#[tokio::test]
async fn the_dashboard_works_in_a_browser() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").join("frontend-static");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    ensure!(
        Path::new(&chromium).exists(),
        "this test needs Chromium (Debian, Ubuntu: apt-get install chromium; elsewhere name it in CHROMIUM), not found: \
         {chromium}"
    );
    testkit::packages::install(&folder).await?;
    let told = Command::new("node")
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .current_dir(&folder)
        .env("TACHOGRAPH_BIN", env!("CARGO_BIN_EXE_tachograph"))
        .output()
        .await
        .context("this test needs Node (the program `node`) of version 20 or later")?;
    let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    ensure!(told.status.success(), "{}\n{err}", failures(&out));
    Ok(())
}

/// The test runner's output without the hundreds of passed tests: long reports are shortened in the middle,
/// where the failed one would be.
fn failures(told: &str) -> String {
    told.lines().filter(|line| !line.trim_start().starts_with('✓')).collect::<Vec<_>>().join("\n")
}
