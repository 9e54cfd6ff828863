//! The volumes of the services in the compose file.
use crate::files::{compose, root, words};
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_volume_has_a_name_and_every_file_is_there() -> Result<()> {
    let compose = compose().await?;
    let declared = compose.0["volumes"].as_object().context("volumes")?;
    let declared: BTreeSet<&str> = declared.keys().map(String::as_str).collect();
    let mut used = BTreeSet::new();
    for (name, service) in compose.services()? {
        for mount in words(&service["volumes"]) {
            let (source, place) = mount.split_once(':').with_context(|| format!("{name}: {mount} has no name"))?;
            if source.starts_with("./") {
                ensure!(root().join(source).is_file(), "{name}: {source} is not there");
                ensure!(place.contains(":ro"), "{name} may write to {source}");
            } else {
                ensure!(declared.contains(source), "{name}: {source} is not declared");
                ensure!(used.insert(source), "{source} is mounted twice");
            }
        }
    }
    ensure!(used == declared, "{used:?} {declared:?}");
    for (name, database) in compose.databases()? {
        let mounts = words(&database["volumes"]);
        ensure!(mounts.iter().any(|mount| mount.contains(":/var/lib/postgresql/data")), "{name} keeps nothing");
    }
    Ok(())
}
