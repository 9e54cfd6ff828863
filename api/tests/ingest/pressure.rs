//! Overload: senders are asked to retry, and no batch is stored partially.
use crate::support::Door;
use axum::http::StatusCode;
use ingest::IngestOptions;
use testkit::events::{batch, run_completed};

fn events(from: usize, count: usize) -> String {
    batch((from..from + count).map(|n| run_completed("s", &format!("r{n}")).id(&format!("e{n}")))).to_string()
}

testkit::on_both_engines!(a_full_queue_answers_429_until_it_is_drained, |db| async {
    let door = Door::with(db, IngestOptions { queue_limit: 50, ..IngestOptions::default() });
    assert_eq!(door.post_json(events(0, 60)).await?.body["inserted"], 60);
    let answer = door.post_json(events(60, 1)).await?;
    assert_eq!((answer.status, answer.body["code"].as_str()), (StatusCode::TOO_MANY_REQUESTS, Some("QUEUE_FULL")));
    assert_eq!(answer.headers["retry-after"], "5");
    assert_eq!(door.stored().await?, 60);

    door.db.store().run("/* test */ DELETE FROM events_queue", []).await?;
    // The queue is counted in the background; until the deletion is noticed, senders are asked to retry.
    loop {
        let answer = door.post_json(events(60, 1)).await?;
        if answer.status == StatusCode::OK {
            break;
        }
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        tokio::task::yield_now().await;
    }
    assert_eq!(door.stored().await?, 61);
    Ok(())
});

testkit::on_both_engines!(full_memory_answers_503, |db| async {
    let door = Door::with(db, IngestOptions { memory_limit_bytes: 2_000, ..IngestOptions::default() });
    let answer = door.post_json(events(0, 20)).await?;
    assert_eq!((answer.status, answer.body["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("UNAVAILABLE")));
    assert_eq!(answer.headers["retry-after"], "1");
    assert_eq!(door.post_json(events(0, 1)).await?.body["inserted"], 1);
    Ok(())
});

testkit::on_both_engines!(a_store_that_is_away_answers_503_and_keeps_nothing_back, |db| async {
    let door = Door::open(db);
    door.db.store().run("ALTER TABLE events_queue RENAME TO away", []).await?;
    let answer = door.post_json(events(0, 3)).await?;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    door.db.store().run("ALTER TABLE away RENAME TO events_queue", []).await?;
    assert_eq!(door.stored().await?, 0);
    assert_eq!(door.post_json(events(0, 3)).await?.body["inserted"], 3);
    Ok(())
});

testkit::on_both_engines!(small_requests_share_appends_and_each_hears_its_own_answer, |db| async {
    let door = Door::open(db);
    let requests = (0..200).map(|n| door.post_json(events(n / 2, 1)));
    let answers = futures_util::future::try_join_all(requests).await?;
    let inserted: u64 = answers.iter().filter_map(|answer| answer.body["inserted"].as_u64()).sum();
    let ignored: u64 = answers.iter().filter_map(|answer| answer.body["ignored"].as_u64()).sum();
    assert_eq!((inserted, ignored, door.stored().await?), (100, 100, 100));
    let queued = testkit::number(door.db.store(), "/* test */ SELECT count(*) AS number FROM events_queue").await?;
    assert_eq!(queued, 100);
    Ok(())
});

testkit::on_both_engines!(two_processes_that_bring_the_same_events_in_other_orders_do_not_block, |db| async {
    let other = ingest::Ingest::start(db.open_again().await?, IngestOptions::default());
    let door = Door::open(db);
    for round in 0..20 {
        let texts: Vec<_> =
            (0..200).map(|n| run_completed("s", &format!("r{n}")).id(&format!("e{round}-{n}")).text()).collect();
        let forward = format!("{{\"events\":[{}]}}", texts.join(","));
        let backward = format!("{{\"events\":[{}]}}", texts.iter().rev().cloned().collect::<Vec<_>>().join(","));
        let headers = axum::http::HeaderMap::from_iter([(
            axum::http::header::CONTENT_TYPE,
            axum::http::HeaderValue::from_static("application/json"),
        )]);
        let (one, two) = tokio::join!(
            door.post_json(forward),
            ingest::http::accept(&other, &door.producer, &headers, backward.into()),
        );
        let (one, status) = (one?, two.status());
        let two: serde_json::Value = serde_json::from_slice(&axum::body::to_bytes(two.into_body(), usize::MAX).await?)?;
        assert_eq!((one.status, status), (StatusCode::OK, StatusCode::OK), "{one:?} {two}");
        let inserted = one.body["inserted"].as_u64().unwrap_or(0) + two["inserted"].as_u64().unwrap_or(0);
        assert_eq!(inserted, 200, "{one:?} {two}");
    }
    assert_eq!(door.stored().await?, 4_000);
    Ok(())
});

testkit::on_both_engines!(as_many_organizations_as_are_allowed, |db| async {
    let options = IngestOptions { max_organizations: 2, ..IngestOptions::default() };
    let door = Door::with(db, options.clone());
    let events =
        |ids: &[(&str, &str)]| batch(ids.iter().map(|(org, id)| run_completed("s", id).org(org).id(id))).to_string();
    let answer = door.post_json(events(&[("a", "1"), ("b", "2"), ("c", "3"), ("a", "4")])).await?;
    assert_eq!(answer.body["inserted"], 3, "{answer:?}");
    let error = &answer.body["errors"][0];
    assert_eq!((&error["index"], &error["event_id"]), (&2.into(), &"3".into()), "{answer:?}");
    assert_eq!((&error["path"], &error["code"]), (&"org_id".into(), &"TOO_MANY_ORGANIZATIONS".into()), "{answer:?}");
    // Also once they are in the directory, and in another process that has not seen them.
    worker::Worker::new(door.db.store().clone(), worker::WorkerOptions::default())?.drain().await?;
    let other = ingest::Ingest::start(door.db.open_again().await?, options);
    for ingest in [&door.ingest, &other] {
        let text = run_completed("s", "5").org("d").id("5").text();
        let refused: &serde_json::value::RawValue = serde_json::from_str(&text)?;
        let answer = ingest.submit(&door.producer, domain::Source::Rest, &[refused]).await.expect("judged");
        assert_eq!((answer.inserted, answer.errors[0].code), (0, "TOO_MANY_ORGANIZATIONS"));
    }
    assert_eq!(door.post_json(events(&[("b", "6")])).await?.body["inserted"], 1);
    Ok(())
});

testkit::on_both_engines!(organizations_whose_events_were_not_stored_hold_no_place, |db| async {
    let options = IngestOptions { max_organizations: 1, ..IngestOptions::default() };
    let door = Door::with(db, options);
    let event = |org: &str, id: &str| batch([run_completed("s", id).org(org).id(id)]).to_string();
    let store = door.db.store().clone();
    store.run("ALTER TABLE events_raw RENAME TO away", []).await?;
    assert_eq!(door.post_json(event("a", "1")).await?.status, StatusCode::SERVICE_UNAVAILABLE);
    store.run("ALTER TABLE away RENAME TO events_raw", []).await?;
    // The admitted organization keeps its place for a minute: its events may still be on their way.
    assert_eq!(door.post_json(event("b", "2")).await?.body["errors"][0]["code"], "TOO_MANY_ORGANIZATIONS");
    store.clock().set(store.clock().now().plus_micros(61_000_000));
    assert_eq!(door.post_json(event("b", "3")).await?.body["inserted"], 1);
    // An organization with queued events keeps its place, however long they wait.
    store.clock().set(store.clock().now().plus_micros(3_600_000_000));
    assert_eq!(door.post_json(event("a", "4")).await?.body["errors"][0]["code"], "TOO_MANY_ORGANIZATIONS");
    assert_eq!(door.post_json(event("b", "5")).await?.body["inserted"], 1);
    Ok(())
});
