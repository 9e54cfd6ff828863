//! Every operation on the fixed data set: both engines return the response in the same file.
use crate::fixtures::{bury, fill, week};
use domain::{Role, Unstored};
use serde_json::{Value, json};
use std::time::Duration;
use testkit::events::{Draft, activity_counted, message, model_called, tool_used};
use testkit::{App, on_both_engines};
use tokio::time::timeout;

macro_rules! operations {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("operations/", $name, ".graphql")))),+]
    };
}

on_both_engines!(every_query_answers_as_written, |db| async {
    let app = App::on(&db).await?;
    fill(&app).await?;
    bury(&app).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    for (name, document) in operations![
        "organizations",
        "organization",
        "sessions",
        "session",
        "users",
        "user",
        "global",
        "pipeline",
        "dead_letters"
    ] {
        insta::assert_json_snapshot!(name, frank.gql_with(document, week()).await?);
    }
    let [(name, document)] = operations!["viewer"];
    insta::assert_json_snapshot!(name, app.as_role(Role::Manager).user("bob").gql(document).await?);
    Ok(())
});

on_both_engines!(everything_about_agents_answers_as_written, |db| async {
    let app = App::on(&db).await?;
    app.store_events(agents_at_work()).await?;
    app.store()
        .run(
            "INSERT INTO record_counts (org_id, service, name, reason, agent, records, last_seen_at)
             VALUES ('acme', 'codex_cli_rs', 'codex.novelty', $1, 'codex', 7, 1)",
            [Unstored::Unknown.code().into()],
        )
        .await?;
    let carol = app.as_role(Role::OrgAdmin).user("carol");
    for (name, document) in operations!["steps", "agents"] {
        insta::assert_json_snapshot!(name, carol.gql_with(document, week()).await?);
    }
    Ok(())
});

/// A session that an agent begins by itself and a person continues, and one of another agent.
fn agents_at_work() -> Vec<Draft> {
    let claude = |draft: Draft, at: &str, id: &str| {
        draft
            .id(id)
            .at(&format!("2026-02-25T14:{at}Z"))
            .with("agent", "claude-code")
            .with("agent_version", "2.1.0")
            .with("branch", "main")
            .with("team_id", "platform")
            .with("repo_id", "acme/shop")
    };
    let prompt = |at: &str, id: &str, mode: &str| {
        claude(message("c1"), at, id).payload("starts_run", true).run(&format!("run-{id}")).with("mode", mode)
    };
    vec![
        prompt("00:00", "p1", "headless"),
        claude(model_called("c1"), "00:05", "m1")
            .run("run-p1")
            .payload("call_id", "call-1")
            .payload("asked_tools", true)
            .payload("cache_read_tokens", 700)
            .payload("cache_write_tokens", 100)
            .payload("first_token_ms", 400),
        claude(tool_used("c1", "Bash"), "00:09", "t1").run("run-p1").payload("model_call_id", "call-1"),
        claude(tool_used("c1", "Edit"), "00:10", "t2")
            .run("run-p1")
            .payload("status", "rejected")
            .payload("rejected_by", "policy")
            .payload("model_call_id", "call-1"),
        claude(model_called("c1"), "00:14", "m2").run("run-p1").payload("reasoning_tokens", 20),
        prompt("30:00", "p2", "interactive"),
        claude(model_called("c1"), "30:05", "m3")
            .run("run-p2")
            .payload("status", "error")
            .payload("error_type", "timeout"),
        claude(tool_used("c1", "Write"), "30:09", "t3")
            .run("run-p2")
            .payload("status", "rejected")
            .payload("rejected_by", "user")
            .payload("waited_ms", 3_500),
        claude(activity_counted("c1"), "31:00", "a1").payload("lines_added", 12).payload("user_active_ms", 60_000),
        message("x1")
            .id("p3")
            .at("2026-02-26T09:00:00Z")
            .payload("starts_run", true)
            .with("agent", "codex")
            .by_nobody(),
        model_called("x1")
            .id("m4")
            .at("2026-02-26T09:00:10Z")
            .with("agent", "codex")
            .by_nobody()
            .payload("model", "unheard-of")
            .payload("cost", Value::Null),
    ]
}

on_both_engines!(every_mutation_answers_as_written, |db| async {
    let app = App::on(&db).await?;
    fill(&app).await?;
    bury(&app).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    for (name, document) in operations!["upsert_organization", "upsert_member", "remove_member", "replay_dead_letters"]
    {
        insta::assert_json_snapshot!(name, frank.gql(document).await?);
    }
    let [(name, document)] = operations!["ingest_events"];
    let reply = app.post("/graphql", Some("dev-ingest-key"), &json!({"query": document})).await?;
    insta::assert_json_snapshot!(name, reply.json()?);
    Ok(())
});

on_both_engines!(everything_about_keys_answers_as_written, |db| async {
    let app = App::on(&db).await?;
    fill(&app).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    let [(created, create), (listed, list), (revoked, revoke)] =
        operations!["create_ingest_key", "ingest_keys", "revoke_ingest_key"];
    let made = frank.gql(create).await?;
    let made_key = &made["data"]["createIngestKey"];
    let (id, secret) = (made_key["key"]["id"].as_str().expect("an id"), made_key["secret"].as_str().expect("a secret"));
    // Random values are replaced by their names.
    let told = |answer: &Value| answer.to_string().replace(secret, "SECRET").replace(id, "ID");
    insta::assert_snapshot!(created, told(&made));
    insta::assert_snapshot!(listed, told(&frank.gql(list).await?));
    insta::assert_snapshot!(revoked, told(&frank.gql_with(revoke, json!({"id": id})).await?));
    Ok(())
});

on_both_engines!(every_subscription_answers_as_written, |db| async {
    let app = App::on(&db).await?;
    fill(&app).await?;
    let token = app.as_role(Role::SuperAdmin).user("frank").token().await?;
    for (name, document) in operations!["live_run_counts", "global_live_run_counts"] {
        insta::assert_json_snapshot!(name, app.follow(Some(&token), document).await?.next().await?);
    }
    let [(name, document)] = operations!["session_events"];
    let mut following = app.follow(Some(&token), document).await?;
    // It delivers what happens after it started, which is some time after the request.
    let mut number = 0;
    let event = loop {
        number += 1;
        app.store_events([message("a1").id(&format!("more-{number}")).at("2026-03-02T12:00:00Z")]).await?;
        if let Ok(event) = timeout(Duration::from_millis(50), following.next()).await {
            break event?;
        }
    };
    let id = event["data"]["sessionEvents"]["id"].as_str().expect("an id");
    insta::assert_snapshot!(name, event.to_string().replace(id, "ID"));
    Ok(())
});

/// Every field must be requested by an operation above: otherwise it is untested.
#[test]
fn every_field_is_asked_for() {
    let asked: String = operations![
        "viewer",
        "organizations",
        "organization",
        "sessions",
        "session",
        "users",
        "user",
        "global",
        "pipeline",
        "dead_letters",
        "ingest_events",
        "upsert_organization",
        "upsert_member",
        "remove_member",
        "replay_dead_letters",
        "create_ingest_key",
        "ingest_keys",
        "revoke_ingest_key",
        "live_run_counts",
        "global_live_run_counts",
        "session_events",
        "steps",
        "agents",
    ]
    .map(|(_, document)| document)
    .join(" ");
    let asked: std::collections::BTreeSet<&str> = asked.split(|c: char| !c.is_alphanumeric()).collect();
    let fields = include_str!("../it/contract.graphql").lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split(['(', ':']).next()?;
        (!asked.contains(name)).then_some(name)
    });
    // Fields of inputs, which may be in variables or omitted, and of other parts of the API.
    let elsewhere = [
        "displayName",
        "hasFailures",
        "hasHandoff",
        "hasPostHandoff",
        "idContains",
        "maxCostUsd",
        "maxLifespanMs",
        "minLifespanMs",
        "from",
        "to",
        "runId",
    ];
    let forgotten: Vec<&str> = fields.filter(|name| !elsewhere.contains(name)).collect();
    assert_eq!(forgotten, [""; 0]);
}
