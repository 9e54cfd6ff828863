//! The queries in GraphiQL's initial tabs succeed.
use crate::serving::root;
use domain::Role;
use serde_json::json;
use std::fs;
use testkit::{App, Result, events, on_both_engines};

fn example(name: &str) -> Result<String> {
    Ok(fs::read_to_string(root(&format!("graphiql/src/examples/{name}.graphql")))?)
}

on_both_engines!(each_query_of_graphiql_is_answered, |db| async {
    let app = App::on(&db).await?;
    app.store_events([events::run_completed("ses-1", "run-1").status("fail"), events::run_completed("ses-2", "run-2")])
        .await?;
    let manager = app.as_role(Role::Manager);
    let period = json!({"from": "2026-02-24", "to": "2026-03-02"});
    let variables = json!({"organization": events::ORG, "period": period, "first": 5, "after": null});
    let overview = manager.data(&example("Overview")?, variables.clone()).await?;
    let figures = overview["organization"]["metrics"].as_object().expect("figures");
    assert_eq!(figures.len(), 11, "ten figures, and the period before: {figures:?}");
    assert_eq!((&figures["runs"], &figures["previous"]["runs"]), (&json!(2), &json!(0)));
    assert_eq!(overview["organization"]["trends"].as_array().map(Vec::len), Some(7));
    let sessions = manager.data(&example("Sessions")?, variables).await?;
    assert_eq!(sessions["organization"]["sessions"]["totalCount"], 1, "one of the two failed");
    Ok(())
});

on_both_engines!(the_mutation_of_graphiql_takes_an_ingest_key, |db| async {
    let app = App::on(&db).await?;
    let event = json!({
        "eventId": "e", "orgId": events::ORG, "occurredAt": events::AT, "eventType": "message_created",
        "sessionId": "s", "userId": "me", "payload": {"actor": "user", "text": "Make the tests pass", "repo_id": "web"},
    });
    let body = json!({"query": example("Ingest")?, "variables": {"events": [event]}});
    let answer = app.post("/graphql", Some("dev-ingest-key"), &body).await?.json()?;
    assert_eq!(answer["data"]["ingestEvents"], json!({"received": 1, "inserted": 1, "ignored": 0, "errors": []}));
    Ok(())
});

on_both_engines!(the_subscription_of_graphiql_tells_the_present_at_once, |db| async {
    let app = App::on(&db).await?;
    app.store_events([events::message("ses-1")]).await?;
    let token = app.as_role(Role::Manager).token().await?;
    let answer = app.follow(Some(&token), &example("Live")?).await?.next().await?;
    assert!(answer["data"]["liveRunCounts"]["at"].is_string(), "{answer}");
    Ok(())
});
