//! Reads the deployment files.
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the repository.
pub(crate) fn text(name: &str) -> Result<String> {
    std::fs::read_to_string(root().join(name)).context(name.to_owned())
}

/// Reads YAML with anchors and merges, as any program that follows the specification would.
const TO_JSON: &str = "import json, sys; from ruamel.yaml import YAML
print(json.dumps(YAML(typ='safe').load(open(sys.argv[1]))))";

/// The compose file.
pub(crate) async fn compose() -> Result<Compose> {
    let python = testkit::packages::python(&root().join("e2e/deployment")).await?;
    let output = Command::new(python).args(["-c", TO_JSON, "docker-compose.yml"]).current_dir(root()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(Compose(serde_json::from_slice(&output.stdout)?))
}

/// The compose file, parsed.
pub(crate) struct Compose(pub(crate) Value);

impl Compose {
    /// All services by name.
    pub(crate) fn services(&self) -> Result<Vec<(&str, &Value)>> {
        let services = self.0["services"].as_object().context("no services")?;
        Ok(services.iter().map(|(name, service)| (name.as_str(), service)).collect())
    }

    /// The services that run our binary.
    pub(crate) fn ours(&self) -> Result<Vec<(&str, &Value)>> {
        let ours: Vec<_> =
            self.services()?.into_iter().filter(|(_, service)| service["image"] == "tachograph:latest").collect();
        ensure!(ours.len() >= 8, "{ours:?}");
        Ok(ours)
    }

    /// The database services that keep running.
    pub(crate) fn databases(&self) -> Result<Vec<(&str, &Value)>> {
        let is_one = |service: &Value| {
            let image = service["image"].as_str().unwrap_or_default();
            (image.starts_with("postgres:") || image.starts_with("citusdata/")) && service["restart"] != "no"
        };
        let databases: Vec<_> = self.services()?.into_iter().filter(|(_, service)| is_one(service)).collect();
        ensure!(databases.len() >= 4, "{databases:?}");
        Ok(databases)
    }

    /// A service.
    pub(crate) fn service(&self, name: &str) -> &Value {
        &self.0["services"][name]
    }
}

/// The words of a list, for instance a command in exec form.
pub(crate) fn words(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A text of the compose file with variables replaced by their defaults, and the names of the variables.
pub(crate) fn filled(text: &str) -> (String, Vec<String>) {
    let Some((before, rest)) = text.split_once("${") else { return (text.to_owned(), Vec::new()) };
    let mut depth = 1_u32;
    let end = rest.char_indices().find_map(|(at, character)| {
        depth = match character {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        };
        (depth == 0).then_some(at)
    });
    let (within, after) = rest.split_at(end.unwrap_or(rest.len()));
    let (name, default) = within.split_once(":-").unwrap_or((within, ""));
    let (default, more) = filled(default);
    let (after, others) = filled(after.trim_start_matches('}'));
    let names = std::iter::once(name.to_owned()).chain(more).chain(others).collect();
    (format!("{before}{default}{after}"), names)
}

/// The instructions of the Dockerfile, with continued lines joined.
pub(crate) fn dockerfile() -> Result<Vec<(String, String)>> {
    let text = text("Dockerfile")?.replace("\\\n", " ");
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (word, rest) = line.split_once(' ').context("an instruction")?;
            Ok((word.to_owned(), rest.split_whitespace().collect::<Vec<_>>().join(" ")))
        })
        .collect()
}

#[test]
fn variables_are_filled_with_their_defaults() {
    let (text, names) = filled("a${B:-c${D:-e}f}g${H}i");
    assert_eq!((text.as_str(), names), ("acefgi", ["B", "D", "H"].map(str::to_owned).to_vec()));
}
