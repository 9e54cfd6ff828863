//! Dead letters: listed and replayed.
use crate::fixtures::{bury, fill};
use domain::Role;
use serde_json::{Value, json};
use testkit::events::message;
use testkit::{App, on_both_engines};

on_both_engines!(replayed_events_count_again, |db| async {
    let app = App::on(&db).await?;
    fill(&app).await?;
    bury(&app).await?;
    let frank = app.as_role(Role::SuperAdmin).user("frank");
    let listed =
        "{ deadLetters { totalCount nodes { eventId organizationId event } } pipeline { deadLetters queueDepth } }";
    let answer = frank.data(listed, json!({})).await?;
    assert_eq!(answer["pipeline"], json!({"deadLetters": 2, "queueDepth": 0}));
    let nodes = &answer["deadLetters"]["nodes"];
    assert_eq!((&nodes[0]["eventId"], &nodes[1]["eventId"]), (&json!("dead-2"), &json!("dead-1")));
    let event = &nodes[1]["event"];
    assert_eq!(
        (&event["event_type"], &event["occurred_at"], &event["payload"]["text"]),
        (&json!("message_created"), &json!("2026-02-27T09:00:00.000000Z"), &json!("please fix the build"))
    );

    let replay = "mutation($o: ID, $e: [ID!]) { replayDeadLetters(organizationId: $o, eventIds: $e) }";
    let moved = async |variables: Value| frank.data(replay, variables).await;
    assert_eq!(moved(json!({"e": []})).await?["replayDeadLetters"], json!(0));
    assert_eq!(moved(json!({"e": ["unknown"]})).await?["replayDeadLetters"], json!(0));
    assert_eq!(moved(json!({"o": "beta", "e": ["dead-1"]})).await?["replayDeadLetters"], json!(0));
    // The event id is enough, in any organization.
    let woken = app.store().signals().clone();
    assert_eq!(moved(json!({"e": ["dead-1"]})).await?["replayDeadLetters"], json!(1));
    // The worker was notified: this returns immediately.
    tokio::time::timeout(std::time::Duration::from_secs(30), woken.wait_queued()).await.expect("a wake-up");
    let queued: Vec<entities::queue::Model> = app.store().select("/* test */ SELECT * FROM events_queue", []).await?;
    assert_eq!((queued.len(), queued[0].event_id.as_str(), queued[0].attempts), (1, "dead-1", 0));
    assert_eq!(moved(json!({"o": "beta"})).await?["replayDeadLetters"], json!(1));
    assert_eq!(moved(json!({})).await?["replayDeadLetters"], json!(0));
    app.run_worker().await?;
    let answer = frank.data(listed, json!({})).await?;
    assert_eq!(answer["pipeline"], json!({"deadLetters": 0, "queueDepth": 0}));
    let session =
        frank.data("{ organization(id: \"acme\") { session(id: \"late\") { startedAt } } }", json!({})).await?;
    assert_eq!(session["organization"]["session"]["startedAt"], json!("2026-02-27T09:00:00.000000Z"));
    assert_eq!(frank.codes(replay, json!({"o": "nobody"})).await?, ["NOT_FOUND"]);
    assert_eq!(frank.codes(replay, json!({"o": "a\u{0}"})).await?, ["BAD_USER_INPUT"]);
    let many = vec!["x"; 10_001];
    assert_eq!(frank.codes(replay, json!({"e": many})).await?, ["BAD_USER_INPUT"]);
    Ok(())
});

on_both_engines!(dead_letters_page_through, |db| async {
    let app = App::on(&db).await?;
    let events: Vec<_> = (0..7).map(|n| message("s").id(&format!("e{n}"))).collect();
    app.store_events(events).await?;
    // Three at the same instant.
    let given_up = "/* test */ INSERT INTO events_dead_letter (org_id, event_id, attempts, dead_at, last_error)
        SELECT org_id, event_id, 5, CASE WHEN event_id < 'e3' THEN 1 ELSE 2 END, 'no' FROM events_raw";
    app.store().run(given_up, []).await?;
    let frank = app.as_role(Role::SuperAdmin);
    let query = "query($c: String) { deadLetters(first: 2, after: $c) { nodes { eventId }
        pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let (mut all, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let answer = frank.data(query, json!({"c": cursor})).await?;
        let list = &answer["deadLetters"];
        assert_eq!(list["pageInfo"]["hasPreviousPage"], json!(!cursor.is_null()));
        all.extend(list["nodes"].as_array().expect("a list").iter().map(|node| node["eventId"].to_string()));
        cursor = list["pageInfo"]["endCursor"].clone();
        if list["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(all.join(" ").replace('"', ""), "e6 e5 e4 e3 e2 e1 e0");
    assert_eq!(frank.codes("{ deadLetters(after: \"x\") { totalCount } }", json!({})).await?, ["BAD_USER_INPUT"]);
    assert_eq!(frank.codes("{ deadLetters(first: 501) { totalCount } }", json!({})).await?, ["BAD_USER_INPUT"]);
    Ok(())
});
