//! Every operation on the fixed data set: both engines return the response in the same file.
use crate::fixtures::{bury, fill, week};
use domain::Role;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::events::message;
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
