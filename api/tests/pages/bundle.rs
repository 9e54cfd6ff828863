//! The committed builds of the browser programs equal what their sources build to, byte for byte.
use crate::serving::root;
use anyhow::{Context as _, ensure};
use std::path::Path;
use std::process::Output;
use testkit::Result;
use tokio::process::Command;

#[tokio::test]
async fn the_bundle_is_what_its_sources_give() -> Result<()> {
    install("graphiql").await?;
    let told = node("graphiql", &["build.mjs", "--check"]).await?;
    ensure!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told = node("graphiql", &["node_modules/typescript/bin/tsc"]).await?;
    ensure!(told.status.success(), "the types do not fit: {}", String::from_utf8_lossy(&told.stdout));
    Ok(())
}

#[tokio::test]
async fn the_dashboard_is_what_its_sources_give() -> Result<()> {
    install(DASHBOARD).await?;
    let built = tempfile::tempdir()?;
    let folder = built.path().to_str().context("a folder with a name in UTF-8")?;
    let build = ["node_modules/vite/bin/vite.js", "build", "--outDir", folder, "--emptyOutDir"];
    let told = node(DASHBOARD, &build).await?;
    ensure!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let (ours, built) = (files(&root(DASHBOARD).join("dist"))?, files(built.path())?);
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    ensure!(names(&ours) == names(&built), "other files: {:?} {:?}; {REBUILD}", names(&ours), names(&built));
    for ((name, ours), (_, built)) in ours.iter().zip(&built) {
        ensure!(ours == built, "{name} differs; {REBUILD}");
    }
    Ok(())
}

#[tokio::test]
async fn the_dashboard_keeps_its_rules_and_sizes() -> Result<()> {
    install(DASHBOARD).await?;
    for script in ["check", "test", "budget"] {
        let told = Command::new("npm").args(["run", script]).current_dir(root(DASHBOARD)).output().await?;
        let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
        ensure!(told.status.success(), "`npm run {script}` in {DASHBOARD}: {out} {err}");
    }
    Ok(())
}

const DASHBOARD: &str = "frontend-static";
const REBUILD: &str = "run `npm run build` in frontend-static and commit dist/";

/// All files in a folder and below, with their contents, by name.
fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for entry in std::fs::read_dir(&next).with_context(|| next.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                left.push(path);
            } else {
                found.push((path.strip_prefix(folder)?.display().to_string(), std::fs::read(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}

async fn node(folder: &str, arguments: &[&str]) -> Result<Output> {
    let run = Command::new("node").args(arguments).current_dir(root(folder)).output().await;
    run.context("this test needs Node (the program `node`) of version 20 or later")
}

/// Installs a folder's npm packages according to its lock file, unless they are installed.
pub(crate) async fn install(folder: &str) -> Result<()> {
    testkit::packages::install(&root(folder)).await
}
