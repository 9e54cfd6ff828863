//! The files of the deployment, read.
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads YAML with its anchors and merges, as any program of the specification would.
const TO_JSON: &str = "import json, sys; from ruamel.yaml import YAML
print(json.dumps(YAML(typ='safe').load(open(sys.argv[1]))))";

/// The compose file.
pub(crate) async fn compose() -> Result<Value> {
    let python = testkit::packages::python(&root().join("e2e/deployment")).await?;
    let output = Command::new(python).args(["-c", TO_JSON, "docker-compose.yml"]).current_dir(root()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The instructions of the recipe, with their lines joined.
pub(crate) fn dockerfile() -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(root().join("Dockerfile"))?.replace("\\\n", " ");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (word, rest) = line.split_once(' ').context("an instruction")?;
            Ok((word.to_owned(), rest.split_whitespace().collect::<Vec<_>>().join(" ")))
        })
        .collect()
}
