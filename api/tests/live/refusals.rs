//! Which clients are rejected, and with which messages.
use crate::client::Client;
use crate::site::Site;
use crate::sse::Stream;
use api::{AppOptions, LiveOptions};
use domain::Role;
use serde_json::json;
use std::time::Duration;
use testkit::events::message;
use testkit::on_both_engines;

const RUNNING: &str = "subscription { liveRunCounts { running } }";
const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

on_both_engines!(a_connection_needs_its_protocol_and_a_valid_token, |db| async {
    let site = Site::new(&db).await?;
    for headers in [vec![], vec![("sec-websocket-protocol", "graphql-ws")]] {
        let (status, body) = Client::try_open(site.address, &headers).await.err().expect("refused");
        assert!(status == 400 && body.contains("Sec-WebSocket-Protocol: graphql-transport-ws"), "{status} {body}");
    }
    let (status, body) =
        Client::try_open(site.address, &[PROTOCOL, ("authorization", "Bearer x")]).await.err().expect("refused");
    assert!(status == 401 && body.contains("UNAUTHENTICATED"), "{status} {body}");
    for (payload, word) in [
        (json!({"type": "connection_init"}), "connection_init"),
        (json!({"type": "connection_init", "payload": {"token": "x.y.z"}}), "not valid"),
        (json!({"type": "connection_init", "payload": {"Authorization": "Basic x"}}), "Bearer"),
        (json!({"type": "connection_init", "payload": {"headers": {"Authorization": "Basic x"}}}), "Bearer"),
        (json!({"type": "connection_init", "payload": {"headers": "Authorization"}}), "connection_init"),
        (json!({"id": "1", "type": "subscribe", "payload": {"query": RUNNING}}), "Unauthorized"),
    ] {
        let mut client = Client::open(site.address, &[]).await?;
        client.send(&payload).await?;
        let (code, reason) = client.closed().await?;
        assert!(code == 4401 && reason.starts_with("Unauthorized") && reason.contains(word), "{code} {reason}");
    }
    // The token of the upgrade request is accepted, and so is one in a field named token.
    let token = site.as_role(Role::Manager).user("ada").token().await?;
    let mut client = Client::open(site.address, &[("authorization", &format!("Bearer {token}"))]).await?;
    client.introduce(json!(null)).await?;
    let mut client = Client::open(site.address, &[]).await?;
    client.introduce(json!({"token": token})).await?;
    // Or in the fields that some clients would send as headers.
    for name in ["Authorization", "authorization"] {
        let mut client = Client::open(site.address, &[]).await?;
        client.introduce(json!({"headers": {name: format!("Bearer {token}")}})).await?;
    }
    Ok(())
});

on_both_engines!(whoever_breaks_the_protocol_is_told_how, |db| async {
    let live = LiveOptions { max_message_bytes: 2_000, max_operations: 2, ..LiveOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { live, ..AppOptions::default() }).await?;
    site.store_events([message("s1")]).await?;
    let subscribe = json!({"id": "1", "type": "subscribe", "payload": {"query": RUNNING}});
    let big = json!({"type": "ping", "payload": "x".repeat(3_000)});
    for (messages, code, word) in [
        (vec![json!({"type": "connection_init"})], 4429, "Too many initialisation requests"),
        (vec![subscribe.clone(), subscribe.clone()], 4409, "Subscriber for 1 already exists"),
        (vec![json!({"type": "start"})], 4400, "Invalid message"),
        (vec![json!([])], 4400, "Invalid message"),
        (vec![big], 1009, "at most 2000 bytes"),
    ] {
        let mut client = site.client("ada", Role::Manager).await?;
        for message in &messages {
            client.send(message).await?;
        }
        let (closed, reason) = client.closed().await?;
        assert!(closed == code && reason.contains(word), "{messages:?}: {closed} {reason}");
    }
    let mut client = site.client("ada", Role::Manager).await?;
    for id in ["1", "2"] {
        client.subscribe(id, RUNNING).await?;
        client.data().await?;
    }
    client.subscribe("3", RUNNING).await?;
    assert_eq!(client.error().await?, "RATE_LIMITED");
    Ok(())
});

on_both_engines!(an_introduction_must_come_in_time, |db| async {
    let live = LiveOptions { init_timeout: Duration::from_millis(50), ..LiveOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { live, ..AppOptions::default() }).await?;
    let mut client = Client::open(site.address, &[]).await?;
    assert_eq!(client.closed().await?, (4408, "Connection initialisation timeout".to_owned()));
    Ok(())
});

on_both_engines!(nobody_follows_a_foreign_organization, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1"), message("s1").org("other")]).await?;
    for (role, query, code) in [
        (Role::OrgAdmin, "subscription { liveRunCounts(organizationId: \"other\") { running } }", "NOT_FOUND"),
        (Role::OrgAdmin, "subscription { liveRunCounts(organizationId: \"nobody\") { running } }", "NOT_FOUND"),
        (Role::Support, "subscription { liveRunCounts(organizationId: \"nobody\") { running } }", "NOT_FOUND"),
        (Role::OrgAdmin, "subscription { globalLiveRunCounts { running } }", "FORBIDDEN"),
        (Role::Support, "subscription { globalLiveRunCounts { running } }", "FORBIDDEN"),
        (
            Role::Manager,
            "subscription { sessionEvents(organizationId: \"other\", sessionId: \"s1\") { id } }",
            "NOT_FOUND",
        ),
        (Role::Manager, "subscription { sessionEvents(sessionId: \"nothing\") { id } }", "NOT_FOUND"),
    ] {
        let mut client = site.client("zoe", role).await?;
        client.subscribe("1", query).await?;
        assert_eq!(client.error().await?, code, "{role:?} {query}");
    }
    Ok(())
});

on_both_engines!(a_token_that_expires_ends_the_connection, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1")]).await?;
    let mut client = site.client("ada", Role::Manager).await?;
    client.subscribe("1", RUNNING).await?;
    client.data().await?;
    site.at("2026-03-12T12:00:00Z");
    client.send(&json!({"type": "ping"})).await?;
    assert_eq!(client.closed().await?, (4401, "Unauthorized: the access token has expired".to_owned()));
    Ok(())
});

on_both_engines!(a_token_ends_in_silence_as_well, |db| async {
    let live = LiveOptions { ping_every: Duration::from_secs(3_600), ..LiveOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { live, ..AppOptions::default() }).await?;
    site.store_events([message("s1")]).await?;
    let token = site.as_role(Role::Manager).user("ada").token().await?;
    // A second before the token expires, both connections compute the time left; nothing is sent after that.
    site.at_token_end(&token, -1);
    let mut client = Client::open(site.address, &[]).await?;
    client.introduce(json!({"token": token})).await?;
    let mut stream = Stream::post(&site, Some(&token), RUNNING).await?;
    assert_eq!(stream.event().await?.0, "next");
    site.at_token_end(&token, 1);
    assert_eq!(client.closed().await?, (4401, "Unauthorized: the access token has expired".to_owned()));
    let (name, answer) = stream.event().await?;
    assert_eq!((name.as_str(), &answer["errors"][0]["extensions"]["code"]), ("next", &json!("UNAUTHENTICATED")));
    assert_eq!(stream.event().await?.0, "complete");
    Ok(())
});

on_both_engines!(a_foreign_page_does_not_open_a_websocket_with_the_cookie, |db| async {
    let site = Site::new(&db).await?;
    let cookie = format!("tachograph_session={}", site.as_role(Role::Manager).user("ada").token().await?);
    let own = format!("http://{}", site.address);
    for origin in [Some("https://evil.example"), Some("null"), Some("http://127.0.0.1:1"), None] {
        let mut headers = vec![PROTOCOL, ("cookie", cookie.as_str())];
        headers.extend(origin.map(|origin| ("origin", origin)));
        let (status, body) = Client::try_open(site.address, &headers).await.err().expect("refused");
        assert!(status == 403 && body.contains("FORBIDDEN"), "{origin:?}: {status} {body}");
    }
    let marked = [PROTOCOL, ("cookie", cookie.as_str()), ("origin", own.as_str()), ("sec-fetch-site", "same-site")];
    assert_eq!(Client::try_open(site.address, &marked).await.err().expect("refused").0, 403);
    let mut client = Client::open(site.address, &[("cookie", &cookie), ("origin", &own)]).await?;
    client.introduce(json!(null)).await?;
    client.subscribe("1", "{ viewer { id } }").await?;
    assert_eq!(client.data().await?, json!({"viewer": {"id": "ada"}}));
    Ok(())
});

on_both_engines!(a_key_that_is_revoked_writes_no_more, |db| async {
    let site = Site::new(&db).await?;
    let admin = site.as_role(Role::OrgAdmin).user("ada").token().await?;
    let mut person = Client::open(site.address, &[]).await?;
    person.introduce(json!({"token": admin})).await?;
    person
        .subscribe("k", "mutation { createIngestKey(organizationId: \"acme\", name: \"ci\") { key { id } secret } }")
        .await?;
    let made = person.data().await?["createIngestKey"].clone();
    assert_eq!(person.next().await?["type"], "complete");
    let mut producer = Client::open(site.address, &[]).await?;
    producer.introduce(json!({"token": made["secret"]})).await?;
    let ingest = "mutation { ingestEvents(events: []) { received } }";
    producer.subscribe("1", ingest).await?;
    assert_eq!(producer.data().await?, json!({"ingestEvents": {"received": 0}}));
    assert_eq!(producer.next().await?["type"], "complete");
    let id = made["key"]["id"].as_str().expect("an id");
    person.subscribe("r", &format!("mutation {{ revokeIngestKey(id: \"{id}\") {{ id }} }}")).await?;
    person.data().await?;
    producer.subscribe("2", ingest).await?;
    let (code, reason) = producer.closed().await?;
    assert!(code == 4401 && reason.contains("revoked"), "{code} {reason}");
    Ok(())
});

on_both_engines!(a_server_that_stops_says_so, |db| async {
    let site = Site::new(&db).await?;
    let mut client = site.client("ada", Role::Manager).await?;
    site.live().stop();
    assert_eq!(client.closed().await?.0, 1001);
    Ok(())
});

on_both_engines!(one_caller_has_so_many_connections, |db| async {
    let live = LiveOptions { max_connections: 2, ..LiveOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { live, ..AppOptions::default() }).await?;
    let token = site.as_role(Role::Manager).user("ada").token().await?;
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let first = Client::open(site.address, &headers).await?;
    let mut second = Client::open(site.address, &[]).await?;
    second.introduce(json!({"token": token})).await?;

    let refused = Client::try_open(site.address, &[PROTOCOL, headers[0]]).await.err().expect("refused");
    assert!(refused.0 == 429 && refused.1.contains("one person or ingest key may have 2 at a time"), "{refused:?}");
    let mut third = Client::open(site.address, &[]).await?;
    third.send(&json!({"type": "connection_init", "payload": {"token": token}})).await?;
    let (code, reason) = third.closed().await?;
    assert!(code == 4429 && reason.contains("Too many connections"), "{code} {reason}");
    // Another person is not affected, and a slot is freed with its connection.
    site.client("bob", Role::Manager).await?;
    drop(first);
    loop {
        match Client::try_open(site.address, &[PROTOCOL, headers[0]]).await {
            Ok(_) => return Ok(()),
            Err((status, body)) => assert_eq!(status, 429, "{body}"),
        }
    }
});

on_both_engines!(whoever_opens_without_a_name_sends_short_messages, |db| async {
    let site = Site::new(&db).await?;
    let long = json!({"type": "ping", "payload": {"x": "x".repeat(70_000)}});
    let mut stranger = Client::open(site.address, &[]).await?;
    stranger.send(&long).await?;
    let (code, reason) = stranger.closed().await?;
    assert!(code == 1009 && reason.contains("at most 65536 bytes"), "{code} {reason}");
    let bearer = format!("Bearer {}", site.as_role(Role::Manager).user("ada").token().await?);
    let mut known = Client::open(site.address, &[("authorization", &bearer)]).await?;
    known.introduce(json!(null)).await?;
    known.send(&long).await?;
    assert_eq!(known.next().await?["type"], "pong");
    Ok(())
});
