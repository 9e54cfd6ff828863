//! Queries and mutations over WebSocket, under the rules of POST /graphql.
use crate::client::Client;
use crate::site::Site;
use domain::Role;
use serde_json::json;
use testkit::events::message;
use testkit::on_both_engines;

on_both_engines!(queries_and_mutations_work_as_well, |db| async {
    let site = Site::new(&db).await?;
    let mut client = site.client("ada", Role::Member).await?;
    client.send(&json!({"type": "ping", "payload": {"n": 1}})).await?;
    assert_eq!(client.next().await?, json!({"type": "pong", "payload": {"n": 1}}));
    client.subscribe("q", "{ viewer { id } }").await?;
    assert_eq!(client.data().await?, json!({"viewer": {"id": "ada"}}));
    assert_eq!(client.next().await?, json!({"id": "q", "type": "complete"}));
    client.subscribe("q", "{ pipeline { queueDepth } }").await?;
    let refused = client.next().await?;
    assert_eq!(refused["type"], "next", "an error of a field belongs to a response");
    assert_eq!(refused["payload"]["errors"][0]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(client.next().await?["type"], "complete");

    let mut producer = Client::open(site.address, &[]).await?;
    producer.introduce(json!({"token": "dev-ingest-key"})).await?;
    let query = "mutation($events: [EventInput!]!) { ingestEvents(events: $events) { received inserted } }";
    let event = json!({"eventId": "e1", "orgId": "acme", "occurredAt": "2026-03-02T11:00:00Z",
        "eventType": "message_created", "sessionId": "s1", "userId": "ada", "payload": {"actor": "user"}});
    let payload = json!({"query": query, "variables": {"events": [event]}});
    producer.send(&json!({"id": "m", "type": "subscribe", "payload": payload})).await?;
    let answer = producer.next().await?;
    assert_eq!(answer["type"], "next", "{answer}");
    assert_eq!(answer["payload"]["data"]["ingestEvents"], json!({"received": 1, "inserted": 1}), "{answer}");
    Ok(())
});

on_both_engines!(documents_are_bounded, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1")]).await?;
    let mut client = site.client("ada", Role::Manager).await?;
    let deep =
        format!("subscription {{ sessionEvents(sessionId: \"s1\") {{ ... on RunStartedEvent {{ run {} }} }} }}", {
            let nested = "{ session { runs ".repeat(10);
            format!("{nested} {{ id }} {}", "} }".repeat(10))
        });
    let long = format!("subscription {{ liveRunCounts {{ running }} }} # {}", "x".repeat(20_000));
    for (query, code) in [
        ("subscription {", "BAD_USER_INPUT"),
        ("subscription { nothing }", "BAD_USER_INPUT"),
        ("subscription { liveRunCounts { running } globalLiveRunCounts { running } }", "BAD_USER_INPUT"),
        ("subscription { ...F } fragment F on Subscription { liveRunCounts { running } }", "BAD_USER_INPUT"),
        (long.as_str(), "TOO_COMPLEX"),
        (deep.as_str(), "TOO_COMPLEX"),
        ("{ nothing }", "BAD_USER_INPUT"),
    ] {
        client.subscribe("1", query).await?;
        assert_eq!(client.error().await?, code, "{query}");
    }
    Ok(())
});
