//! Log lines name what they are about: the request, or the batch.
use crate::server::Server;
use crate::until::until;
use anyhow::ensure;
use serde_json::Value;
use testkit::events::{batch, message};
use testkit::on_both_engines;

const FLAGS: &[&str] = &["--log-format", "json", "--worker-max-attempts", "1"];

on_both_engines!(lines_carry_the_request_and_the_batch, |db| async {
    let server = Server::start("serve", db.url(), FLAGS).await?;
    let find = |text: &str| -> testkit::Result<Option<Value>> {
        Ok(server.lines()?.into_iter().find(|line| line["message"].as_str().is_some_and(|said| said.contains(text))))
    };
    // A request that logs something.
    db.store().run("ALTER TABLE installation RENAME TO away", []).await?;
    let answer = server.client.get(server.url("/readyz")).header("x-request-id", "the-one-1");
    until("it is not ready", async || {
        Ok(answer.try_clone().ok_or_else(|| anyhow::anyhow!("a clone"))?.send().await?.status() == 503)
    })
    .await?;
    db.store().run("ALTER TABLE away RENAME TO installation", []).await?;
    let line = find("the store is not ready")?.unwrap_or_default();
    ensure!(line["span"]["request_id"] == "the-one-1" && line["part"] == "write", "{line}");
    // So does an append, although it is written separately from its requests.
    db.store().run("ALTER TABLE events_raw RENAME TO away", []).await?;
    server.send(&batch([message("s0")]), &[("x-request-id", "the-one-2")]).await?;
    db.store().run("ALTER TABLE away RENAME TO events_raw", []).await?;
    let line = find("events not stored")?.unwrap_or_default();
    ensure!(line["span"]["request_id"] == "the-one-2" && line["requests"] == 1, "{line}");
    // An event that cannot be projected, because a table is missing.
    db.store().run("ALTER TABLE session_stats RENAME TO gone", []).await?;
    server.send(&batch([message("s1")]), &[]).await?;
    until("it was given up", async || Ok(find("event given up")?.is_some())).await?;
    db.store().run("ALTER TABLE gone RENAME TO session_stats", []).await?;
    let line = find("event given up")?.unwrap_or_default();
    let span = &line["span"];
    ensure!(span["lane"].is_u64() && span["batch"].is_u64() && span["org"].is_string(), "{line}");
    ensure!(span["name"] == "batch" && line["level"] == "ERROR", "{line}");
    Ok(())
});
