//! docs/SECURITY.md names the tests of each control; checks that each of them exists.
use crate::serving::root;
use std::fs;
use std::path::Path;
use testkit::Result;

/// The text of all Rust sources in a folder and below.
fn sources(folder: &Path, all: &mut String) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, all)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[test]
fn every_test_that_the_walls_name_exists() -> Result<()> {
    let mut all = String::new();
    for folder in [
        "api",
        "auth",
        "domain",
        "entities",
        "generator",
        "ingest",
        "query",
        "store",
        "tachograph",
        "testkit",
        "web",
        "worker",
    ] {
        sources(&root(folder), &mut all)?;
    }
    let document = fs::read_to_string(root("docs/SECURITY.md"))?;
    let walls = document.split("## Controls").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("the controls");
    let rows: Vec<&str> = walls.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() >= 20, "each control has a row: {}", rows.len());
    for row in rows {
        let named = row.rsplit('|').nth(1).unwrap_or_default();
        let names: Vec<&str> = named.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "this control names no test: {row}");
        for name in names {
            let there = [format!("fn {name}("), format!("on_both_engines!({name},"), format!("{name}, |")];
            assert!(there.iter().any(|form| all.contains(form.as_str())), "there is no test {name}: {row}");
        }
    }
    Ok(())
}
