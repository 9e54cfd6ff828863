//! The settings file for compose.
use crate::binary::variables;
use crate::files::{compose, filled, text};
use anyhow::{Context as _, Result, ensure};
use auth::signin::set_up::{CLIENT, ISSUER};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every text in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(map) => map.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn its_lines_are_settings_of_the_program_or_of_the_compose_file() -> Result<()> {
    let (compose, settings) = (compose().await?, variables()?);
    let own: BTreeSet<String> = texts(&compose.0).into_iter().flat_map(|text| filled(text).1).collect();
    // The containers get .env, too, and the program warns of variables that look like its own but are not
    // settings.
    for name in own.iter().filter(|name| name.starts_with("TACHOGRAPH_")) {
        ensure!(settings.contains(name), "{name} is no setting");
    }
    let mut lines = BTreeSet::new();
    for line in text(".env.compose")?.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        let (name, _) = line.strip_prefix('#').and_then(|line| line.split_once('=')).context(line.to_owned())?;
        ensure!(settings.contains(name) || own.contains(name), "{name} is no setting of anything");
        ensure!(lines.insert(name.to_owned()), "{name} stands there twice");
    }
    ensure!(lines.contains("API_PORTS"));
    // The settings that the sign-in page says to set.
    for setting in [&ISSUER[..], &CLIENT].concat() {
        ensure!(settings.contains(setting.variable) && lines.contains(setting.variable), "{setting:?}");
    }
    // These are fixed by the container itself.
    for name in ["TACHOGRAPH_LISTEN", "TACHOGRAPH_DATA_DIR", "TACHOGRAPH_CONFIG"] {
        ensure!(!lines.contains(name), "{name}");
    }
    Ok(())
}
