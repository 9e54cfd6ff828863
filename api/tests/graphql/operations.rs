//! Every operation on the fixed data set: both engines give the answer of the same file.
use crate::fixtures::{bury, fill, week};
use entities::Role;
use serde_json::json;
use testkit::{App, on_both_engines};

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

/// A field that no operation above asks for is a field that nobody looks at.
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
    ]
    .map(|(_, document)| document)
    .join(" ");
    let asked: std::collections::BTreeSet<&str> = asked.split(|c: char| !c.is_alphanumeric()).collect();
    let fields = include_str!("../it/contract.graphql").lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split(['(', ':']).next()?;
        (!asked.contains(name)).then_some(name)
    });
    // Of inputs that are given as variables or not at all, and of other parts of the API.
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
        "ingestKeys",
        "createIngestKey",
        "revokeIngestKey",
        "key",
        "secret",
        "lastUsedAt",
        "revokedAt",
        "liveRunCounts",
        "globalLiveRunCounts",
        "sessionEvents",
    ];
    let forgotten: Vec<&str> = fields.filter(|name| !elsewhere.contains(name)).collect();
    assert_eq!(forgotten, [""; 0]);
}
