//! What is committed of GraphiQL is what its sources give, byte for byte.
use crate::serving::root;
use anyhow::{Context as _, ensure};
use std::process::Output;
use testkit::Result;
use tokio::process::Command;

#[tokio::test]
async fn the_bundle_is_what_its_sources_give() -> Result<()> {
    install().await?;
    let told = node(&["build.mjs", "--check"]).await?;
    ensure!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told = node(&["node_modules/typescript/bin/tsc"]).await?;
    ensure!(told.status.success(), "the types do not fit: {}", String::from_utf8_lossy(&told.stdout));
    Ok(())
}

async fn node(arguments: &[&str]) -> Result<Output> {
    let run = Command::new("node").args(arguments).current_dir(root("graphiql")).output().await;
    run.context("this test needs Node (the program `node`) of version 20 or later")
}

/// Installs the packages of GraphiQL as the lock file says, unless that was done before.
pub(crate) async fn install() -> Result<()> {
    let folder = root("graphiql");
    let lock = std::fs::File::create(std::env::temp_dir().join("tachograph-graphiql.lock"))?;
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
    // npm writes this file last, and older than the lock file it is out of date.
    let done = std::fs::metadata(folder.join("node_modules/.package-lock.json")).and_then(|file| file.modified());
    let asked = std::fs::metadata(folder.join("package-lock.json")).and_then(|file| file.modified())?;
    if !done.is_ok_and(|done| done >= asked) {
        let output = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(&folder)
            .output()
            .await
            .context("this test needs npm, which comes with Node 20 or later, to install graphiql/")?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`npm ci` in graphiql failed; does it reach a package registry? {said}");
    }
    drop(lock);
    Ok(())
}
