//! The command `ingest-key`, next to a running server.
use serde_json::json;
use std::process::{Command, Output};
use testkit::database::NOON;
use testkit::{App, Database, Result, on_both_engines};

fn run(db: &Database, arguments: &[&str]) -> Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tachograph"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TACHOGRAPH_")) {
        command.env_remove(name);
    }
    Ok(command.arg("ingest-key").args(arguments).args(["--database-url", db.url()]).output()?)
}

/// Its output if it succeeds.
fn said(db: &Database, arguments: &[&str]) -> Result<String> {
    let output = run(db, arguments)?;
    anyhow::ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Its error message if it fails.
fn refused(db: &Database, arguments: &[&str]) -> Result<String> {
    let output = run(db, arguments)?;
    anyhow::ensure!(output.status.code() == Some(1), "{arguments:?}: {output:?}");
    Ok(String::from_utf8(output.stderr)?)
}

on_both_engines!(keys_are_made_listed_and_revoked, |db| async {
    let app = App::on(&db).await?;
    let put = "mutation { upsertOrganization(id: \"acme\", name: \"Acme\") { id } }";
    app.as_role(domain::Role::SuperAdmin).data(put, json!({})).await?;
    let secret = said(&db, &["create", "--name", "ci of acme", "--org", "acme"])?;
    let platform = said(&db, &["create", "--name", "everywhere", "--expires-at", "2999-01-01T00:00:00Z"])?;
    let status = async |secret: &str| -> Result<u16> {
        Ok(app.post("/v1/events", Some(secret), &json!({"events": []})).await?.status)
    };
    assert_eq!((status(&secret).await?, status(&platform).await?), (200, 200));
    let id = secret.split('_').nth(1).unwrap_or_default();
    let listed = said(&db, &["list", "--org", "acme"])?;
    assert!(listed.contains(id) && listed.contains("ci of acme") && !listed.contains("everywhere"), "{listed}");
    assert!(!listed.contains(&secret), "a secret is told once");
    let listed = said(&db, &["list"])?;
    assert!(listed.contains("everywhere") && listed.contains("2999-01-01 00:00") && listed.contains(id), "{listed}");
    assert_eq!(said(&db, &["revoke", "--id", id])?, "the key is revoked; within seconds, every server refuses it");
    db.clock().set(NOON.plus_micros(5_000_000));
    assert_eq!((status(&secret).await?, status(&platform).await?), (401, 200));
    let written = "SELECT count(*) AS number FROM audit_log WHERE actor = 'command-line'";
    assert_eq!(testkit::number(db.store(), written).await?, 3, "it is written down");
    assert!(refused(&db, &["create", "--name", "n", "--org", "nobody"])?.contains("--org: there is no organization"));
    assert!(refused(&db, &["create", "--name", "n", "--expires-at", "2020-01-01T00:00:00Z"])?.contains("--expires-at"));
    assert!(refused(&db, &["revoke", "--id", "nothing"])?.contains("--id: there is no key"));
    Ok(())
});
