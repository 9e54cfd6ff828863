//! Events sent over GraphQL, and the pipeline they go through.
use domain::Role;
use serde_json::json;
use testkit::app::codes;
use testkit::{App, on_both_engines};

const INGEST: &str = "mutation($events: [EventInput!]!) { ingestEvents(events: $events) {
  received inserted ignored errors { index eventId path code message } } }";

on_both_engines!(events_are_judged_one_by_one, |db| async {
    let app = App::on(&db).await?;
    let event = |id: &str, payload: serde_json::Value| {
        json!({"eventId": id, "orgId": "acme", "occurredAt": "2026-03-02T11:00:00Z", "eventType": "run_completed",
               "sessionId": "s", "userId": "ada", "runId": id, "payload": payload})
    };
    let done = |cost: serde_json::Value| json!({"status": "success", "duration_ms": 5, "cost": cost, "input_tokens": 1, "output_tokens": 1});
    let events = json!({"events": [
        event("inexact", done(json!(0.123_456_789_012_345_67))),
        event("good", done(json!("0.5"))),
        event("bad", json!({"status": "success"})),
        event("float", done(json!(0.25))),
    ]});
    let answer = app.ask(Some("dev-ingest-key"), INGEST, events.clone()).await?;
    let result = &answer["data"]["ingestEvents"];
    assert_eq!(
        (&result["received"], &result["inserted"], &result["ignored"]),
        (&json!(4), &json!(2), &json!(0)),
        "{answer}"
    );
    let refused: Vec<_> =
        result["errors"].as_array().expect("a list").iter().map(|error| (&error["index"], &error["eventId"])).collect();
    assert_eq!(refused[0], (&json!(0), &json!("inexact")));
    assert!(refused[1..].iter().all(|error| *error == (&json!(2), &json!("bad"))), "{answer}");
    let again = app.ask(Some("dev-ingest-key"), INGEST, events).await?;
    assert_eq!(again["data"]["ingestEvents"]["ignored"], json!(2));

    app.at("2026-03-02T12:00:02Z");
    let pipeline = "{ pipeline { queueDepth oldestQueuedMs eventsStored deadLetters lastProjectedAt } }";
    let waiting = app.as_role(Role::SuperAdmin).user("frank").gql(pipeline).await?;
    let state = &waiting["data"]["pipeline"];
    assert_eq!(
        (&state["queueDepth"], &state["eventsStored"], &state["lastProjectedAt"]),
        (&json!(2), &json!(2), &json!(null))
    );
    assert_eq!(state["oldestQueuedMs"].as_i64().map(|ms| ms / 1_000), Some(2));
    app.run_worker().await?;
    let done = app.as_role(Role::SuperAdmin).user("frank").gql(pipeline).await?;
    assert_eq!(
        done["data"]["pipeline"],
        json!({"queueDepth": 0, "oldestQueuedMs": 0, "eventsStored": 2, "deadLetters": 0, "lastProjectedAt": "2026-03-02T12:00:02.000000Z"})
    );
    Ok(())
});

on_both_engines!(keys_ingest_and_nothing_else, |db| async {
    let app = App::on(&db).await?;
    let key = Some("dev-ingest-key");
    for query in [
        "{ viewer { id } }",
        "{ organizations { totalCount } }",
        "{ pipeline { queueDepth } }",
        "mutation { upsertOrganization(id: \"x\", name: \"x\") { id } }",
    ] {
        assert_eq!(codes(&app.ask(key, query, json!({})).await?), ["FORBIDDEN"], "{query}");
    }
    assert_eq!(
        codes(&app.ask(None, "mutation { ingestEvents(events: []) { received } }", json!({})).await?),
        ["UNAUTHENTICATED"]
    );
    Ok(())
});
