//! Third-party clients against the built binary: graphql-request, graphql-ws and graphql-js from npm, gql from
//! PyPI. Their packages are installed once, according to the lock files in e2e/clients.

#[path = "../kill/process.rs"]
#[expect(dead_code, reason = "nothing is killed here")]
mod process;
#[path = "../kill/until.rs"]
mod until;

use anyhow::{Context as _, Result, ensure};
use process::Process;
use std::path::{Path, PathBuf};
use std::process::Command;
use testkit::on_both_engines;

/// The root folder of the repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs a client against its own server; the client reports any failed check.
async fn held(url: &str, mut client: Command, needs: &str) -> Result<()> {
    let server = Process::serve(url).await?;
    client.arg(format!("http://{}", server.address())).arg(repository());
    let needs = needs.to_owned();
    let output = tokio::task::spawn_blocking(move || client.output().context(needs)).await??;
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success() && said.trim() == "everything held", "{said}{complained}");
    Ok(())
}

on_both_engines!(clients_from_npm, |db| async {
    let folder = repository().join("e2e/clients");
    testkit::packages::install(&folder).await?;
    let mut node = Command::new("node");
    node.arg("client.mjs").current_dir(folder);
    held(db.url(), node, "this test needs Node (the program `node`) of version 20 or later").await
});

on_both_engines!(a_client_from_pypi, |db| async {
    let mut python = Command::new(testkit::packages::python(&repository().join("e2e/clients")).await?);
    python.arg(repository().join("e2e/clients/client.py"));
    held(db.url(), python, "this test needs Python (the program `python3`) of version 3.10 or later").await
});
