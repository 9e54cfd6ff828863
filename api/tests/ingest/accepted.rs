//! Which events are accepted, and how they are stored.
use crate::support::Door;
use axum::http::StatusCode;
use domain::Producer;
use flate2::Compression;
use flate2::read::GzEncoder;
use ingest::IngestOptions;
use serde_json::{Value, json};
use std::io::Read;
use std::sync::Arc;
use testkit::events::{batch, message, run_completed, run_started};

testkit::on_both_engines!(every_form_of_body, |db| async {
    let door = Door::open(db);
    let lines = format!("{}\n\n  {}\r\n", run_completed("s", "r1").text(), run_completed("s", "r2").text());
    let ndjson = [("content-type", "application/x-ndjson; charset=utf-8")];
    assert_eq!(
        door.post(&ndjson, lines).await?.body,
        json!({"received": 2, "inserted": 2, "ignored": 0, "errors": []})
    );

    let body = batch([run_completed("s", "r3")]).to_string();
    let mut gzip = Vec::new();
    GzEncoder::new(body.as_bytes(), Compression::fast()).read_to_end(&mut gzip)?;
    let headers = [("content-type", "Application/JSON"), ("content-encoding", "GZIP")];
    assert_eq!(door.post(&headers, gzip).await?.body["inserted"], 1);

    let body = batch([run_completed("s", "r4")]).to_string();
    let headers = [("content-type", "application/json"), ("content-encoding", "zstd")];
    assert_eq!(door.post(&headers, zstd::encode_all(body.as_bytes(), 3)?).await?.body["inserted"], 1);

    assert_eq!(
        door.post_json("{\"events\":[]}").await?.body,
        json!({"received": 0, "inserted": 0, "ignored": 0, "errors": []})
    );
    assert_eq!(door.stored().await?, 4);
    Ok(())
});

testkit::on_both_engines!(a_bad_line_of_ndjson_is_one_bad_event, |db| async {
    let door = Door::open(db);
    let lines = format!("{}\n{{\"event_id\": \n{}", run_completed("s", "r1").text(), run_completed("s", "r2").text());
    let answer = door.post(&[("content-type", "application/x-ndjson")], lines).await?;
    assert_eq!((answer.status, &answer.body["inserted"]), (StatusCode::OK, &json!(2)));
    assert_eq!(
        (&answer.body["errors"][0]["index"], &answer.body["errors"][0]["code"]),
        (&json!(1), &json!("INVALID_JSON"))
    );
    Ok(())
});

testkit::on_both_engines!(an_event_counts_once_however_often_it_is_sent, |db| async {
    let door = Door::open(db);
    let event = run_completed("s", "r").id("once").json();
    let other = run_completed("s", "r").id("once").payload("cost", "9").json();
    let twice = json!({"events": [event, other]});
    assert_eq!(
        door.post_json(twice.to_string()).await?.body,
        json!({"received": 2, "inserted": 1, "ignored": 1, "errors": []})
    );
    assert_eq!(
        door.post_json(twice.to_string()).await?.body,
        json!({"received": 2, "inserted": 0, "ignored": 2, "errors": []})
    );
    // Many senders at once: exactly one of them inserts the event.
    let once = batch([run_completed("s", "r").id("race")]).to_string();
    let answers = futures_util::future::try_join_all((0..20).map(|_| door.post_json(once.clone()))).await?;
    let inserted: u64 = answers.iter().filter_map(|answer| answer.body["inserted"].as_u64()).sum();
    assert_eq!((inserted, door.stored().await?), (1, 2));
    let once = door.events().await?.into_iter().find(|event| event.event_id == "once").expect("stored");
    assert!(once.payload.contains("0.05"), "the first one stands");
    Ok(())
});

testkit::on_both_engines!(unknown_fields_are_kept_nulls_are_not_and_texts_have_a_column, |db| async {
    let door = Door::open(db);
    let event = message("s")
        .payload("text", "héllo\n\"wörld\" 🚀")
        .payload("ide", json!({"name": "vim", "x": [1, null]}))
        .payload("repo_id", Value::Null);
    assert_eq!(door.post_json(batch([event]).to_string()).await?.body["inserted"], 1);
    let event = &door.events().await?[0];
    let payload: Value = serde_json::from_str(&event.payload)?;
    assert_eq!(payload, json!({"actor": "user", "ide": {"name": "vim", "x": [1, null]}}));
    assert_eq!(event.message_text.as_deref(), Some("héllo\n\"wörld\" 🚀"));
    assert_eq!((event.source, event.key_id.as_str()), (1, "test"));
    assert_eq!(event.received_at, door.db.clock().now().0);
    Ok(())
});

testkit::on_both_engines!(texts_are_cut_or_not_kept_at_all, |db| async {
    let door = Door::with(db, IngestOptions { max_message_chars: 3, ..IngestOptions::default() });
    door.post_json(batch([message("s").id("cut").payload("text", "größe")]).to_string()).await?;
    let door = Door::with(door.db, IngestOptions { max_message_chars: 0, ..IngestOptions::default() });
    door.post_json(batch([message("s").id("none").payload("text", "größe")]).to_string()).await?;
    let events = door.events().await?;
    assert_eq!((events[0].event_id.as_str(), events[0].message_text.as_deref()), ("cut", Some("grö")));
    assert_eq!((events[1].event_id.as_str(), &events[1].message_text), ("none", &None));
    assert!(events.iter().all(|event| !event.payload.contains("größe")));
    Ok(())
});

testkit::on_both_engines!(the_edges_of_what_is_allowed, |db| async {
    let door = Door::open(db);
    let id = "é".repeat(128);
    let events = batch([
        run_completed(&id, &id).id(&id).org(&id).user(&id),
        run_completed("s", "r1").at("2026-03-03T12:00:00Z").payload("duration_ms", 100_000_000_000_u64),
        run_completed("s", "r2").at("2025-03-02T12:00:00Z").payload("cost", 1_000_000),
        run_completed("s", "r3").payload("cost", "0.0000000005").payload("error_type", "anything at all"),
        run_started("s", "r4").payload("queue_wait_ms", Value::Null).with("user_id", Value::Null),
        run_completed("s", "r5")
            .payload("artifacts", json!({"files": [["src/main.rs", 3, 1], {"path": "b", "lines_added": 2}]})),
        message("s").with("run_id", 17),
    ]);
    let answer = door.post_json(events.to_string()).await?;
    assert_eq!(answer.body, json!({"received": 7, "inserted": 7, "ignored": 0, "errors": []}));
    Ok(())
});

testkit::on_both_engines!(a_key_of_one_organization_writes_nowhere_else, |db| async {
    let mut door = Door::open(db);
    door.producer = Producer { key_id: Arc::from("k"), org_id: Some(domain::OrgId::from("acme")) };
    let events = batch([run_completed("s", "r1"), run_completed("s", "r2").org("globex").id("foreign")]);
    let answer = door.post_json(events.to_string()).await?;
    assert_eq!((&answer.body["inserted"], &answer.body["errors"][0]["code"]), (&json!(1), &json!("FORBIDDEN")));
    assert_eq!(
        (&answer.body["errors"][0]["event_id"], &answer.body["errors"][0]["path"]),
        (&json!("foreign"), &json!("org_id"))
    );
    assert_eq!(door.stored().await?, 1);
    Ok(())
});
