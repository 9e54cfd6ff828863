//! A complete session.
use domain::Role;
use serde_json::{Value, json};
use testkit::events::{handoff, message, run_completed, run_started};
use testkit::{App, on_both_engines};

const DETAIL: &str = "query($first: Int, $after: String) { organization { session(id: \"s\") {
  id user { id } repoId startedAt lastEventAt lifespanMs activeTimeMs runCount successfulRuns failedRuns successRate
  handoffCount hasPostHandoffIteration costNanoUsd isLive
  runs { id number status startedAt completedAt durationMs queueWaitMs costNanoUsd totalTokens model errorCategory
         errorType artifacts { filesChanged } session { id } }
  handoffs { id occurredAt method user { id } followedByRun }
  artifacts { filesChanged linesAdded testsRun files { path linesAdded } }
  timeline(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { __typename id occurredAt actor ... on MessageEvent { text } ... on RunStartedEvent { run { number } }
            ... on RunCompletedEvent { run { number } } ... on HandoffEvent { handoff { method } } } }
} } }";

on_both_engines!(everything_about_a_session, |db| async {
    let app = App::on(&db).await?;
    let files = |path: &str| json!({"files_changed": 1, "lines_added": 4, "lines_deleted": 0, "files": [{"path": path, "lines_added": 4, "lines_deleted": 0}]});
    app.store_events([
        message("s").id("m1").at("2026-03-02T06:00:00Z").payload("repo_id", "acme/app"),
        run_started("s", "first").id("a1").at("2026-03-02T06:01:00Z"),
        run_completed("s", "first").id("a2").at("2026-03-02T06:02:00Z").payload("artifacts", files("b.rs")),
        handoff("s").id("h1").at("2026-03-02T06:03:00Z"),
        // Reported late, but it happened before all other runs.
        run_completed("s", "zero")
            .id("z1")
            .at("2026-03-02T06:00:30Z")
            .payload("status", "timeout")
            .payload("artifacts", files("a.rs")),
        message("s").id("m2").at("2026-03-02T10:02:00Z"),
        run_completed("s", "later")
            .id("b1")
            .at("2026-03-02T10:03:00Z")
            .payload("status", "fail")
            .payload("error_type", "quota")
            .payload("artifacts", files("b.rs")),
        handoff("s").id("h2").at("2026-03-02T11:00:00Z"),
        run_started("s", "open").id("c1").at("2026-03-02T11:30:00Z"),
    ])
    .await?;
    let token = app.as_role(Role::Member).user("ada").token().await?;
    let answer = app.ask(Some(&token), DETAIL, json!({"first": 100})).await?;
    insta::assert_json_snapshot!("session", answer["data"]["organization"]["session"]);

    // The same timeline, two events per page.
    let whole: Vec<Value> =
        answer["data"]["organization"]["session"]["timeline"]["nodes"].as_array().expect("a list").clone();
    let (mut paged, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = app.ask(Some(&token), DETAIL, json!({"first": 2, "after": after})).await?;
        let timeline = &page["data"]["organization"]["session"]["timeline"];
        paged.extend(timeline["nodes"].as_array().expect("a list").clone());
        after = timeline["pageInfo"]["endCursor"].clone();
        if timeline["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    assert_eq!(paged, whole);

    // Six hours after its first event the open run is lost.
    app.at("2026-03-02T17:30:00Z");
    let token = app.as_role(Role::Member).user("ada").token().await?;
    let answer = app.ask(Some(&token), DETAIL, json!({"first": 1})).await?;
    let session = &answer["data"]["organization"]["session"];
    assert_eq!((&session["isLive"], &session["runs"][3]["status"]), (&json!(false), &json!("LOST")));
    Ok(())
});

on_both_engines!(a_timeline_waits_for_projection_as_the_session_does, |db| async {
    let app = App::on(&db).await?;
    app.store_events([message("s").id("m1"), message("s").id("m2"), message("s").id("m3")]).await?;
    // One waits for its first attempt, another for a retry.
    let queued = "/* test */ INSERT INTO events_queue (org_id, due_at, event_id, attempts)
        SELECT org_id, received_at + CASE event_id WHEN 'm3' THEN 2000000 ELSE 0 END, event_id,
               CASE event_id WHEN 'm3' THEN 1 ELSE 0 END
        FROM events_raw WHERE event_id <> 'm1'";
    db.store().run(queued, []).await?;
    let query = "{ organization { session(id: \"s\") { timeline { totalCount nodes { id } } } } }";
    let timeline = |answer: &Value| answer["data"]["organization"]["session"]["timeline"].clone();
    let answer = app.as_role(Role::Member).user("ada").gql(query).await?;
    assert_eq!(timeline(&answer), json!({"totalCount": 1, "nodes": [{"id": "m1"}]}), "{answer}");
    db.store().run("/* test */ DELETE FROM events_queue", []).await?;
    assert_eq!(timeline(&app.as_role(Role::Member).user("ada").gql(query).await?)["totalCount"], json!(3));
    Ok(())
});
