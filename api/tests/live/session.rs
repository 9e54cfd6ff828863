//! The events of a session: each is delivered once, when it is projected.
use crate::client::Client;
use crate::counts::JUST_NOW;
use crate::site::Site;
use domain::Role;
use serde_json::{Value, json};
use testkit::events::{Draft, handoff, message, run_completed, run_started};
use testkit::{Result, on_both_engines};

pub(crate) const EVENTS: &str = "subscription { sessionEvents(sessionId: \"s1\") { __typename id actor occurredAt
    ... on MessageEvent { text user { id } } ... on RunStartedEvent { run { id status } }
    ... on RunCompletedEvent { run { id status number } } ... on HandoffEvent { handoff { method } } } }";

/// Follows the session s1, and waits until the server has read the existing events.
pub(crate) async fn follow(site: &Site, client: &mut Client) -> Result<()> {
    let before = site.reader().statements();
    client.subscribe("s", EVENTS).await?;
    site.until("the session is followed", |app| app.reader().statements() >= before + 4).await;
    // The response to this query comes after the last of those statements has finished.
    client.subscribe("q", "{ organization { session(id: \"s1\") { timeline { totalCount } } } }").await?;
    assert_eq!(client.next().await?["id"], "q");
    assert_eq!(client.next().await?["type"], "complete");
    Ok(())
}

async fn event(client: &mut Client) -> Result<Value> {
    Ok(client.data().await?["sessionEvents"].take())
}

on_both_engines!(each_event_once_as_it_is_projected, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1").id("old").at(JUST_NOW), message("s2").id("other").at(JUST_NOW)]).await?;
    let mut client = site.client("ada", Role::Member).await?;
    follow(&site, &mut client).await?;
    site.store_events([run_started("s1", "r1").id("e1").at(JUST_NOW)]).await?;
    let started = event(&mut client).await?;
    assert_eq!((&started["__typename"], &started["id"]), (&json!("RunStartedEvent"), &json!("e1")));
    assert_eq!(started["run"], json!({"id": "r1", "status": "RUNNING"}));
    // Duplicates, other sessions, and out of order.
    let again: Vec<Draft> = vec![
        run_started("s1", "r1").id("e1").at(JUST_NOW),
        message("s2").id("elsewhere").at(JUST_NOW),
        handoff("s1").id("e4").at("2026-03-02T11:59:50Z"),
        run_completed("s1", "r1").id("e3").at("2026-03-02T11:59:40Z"),
        message("s1").id("e2").at("2026-03-02T11:59:35Z"),
    ];
    site.store_events(again).await?;
    let mut found = Vec::new();
    while found.len() < 3 {
        found.push(event(&mut client).await?);
    }
    let ids: Vec<&Value> = found.iter().map(|event| &event["id"]).collect();
    assert_eq!(ids, [&json!("e2"), &json!("e3"), &json!("e4")], "in the order of the timeline");
    assert_eq!(found[0]["user"]["id"], "ada");
    assert_eq!(found[1]["run"], json!({"id": "r1", "status": "SUCCESS", "number": 1}));
    assert_eq!(found[2]["handoff"], json!({"method": "TELEPORT"}));
    // A late message before everything else, and a correction of the run's end.
    site.store_events([message("s1").id("e0").at("2026-03-01T08:00:00Z")]).await?;
    assert_eq!(event(&mut client).await?["id"], "e0");
    site.store_events([run_completed("s1", "r1").id("e5").status("fail").at("2026-03-02T11:59:55Z")]).await?;
    let corrected = event(&mut client).await?;
    assert_eq!((&corrected["id"], &corrected["run"]["status"]), (&json!("e5"), &json!("FAIL")));
    Ok(())
});

on_both_engines!(a_flood_arrives_whole, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1").id("old").at(JUST_NOW)]).await?;
    let mut client = site.client("ada", Role::Member).await?;
    follow(&site, &mut client).await?;
    let flood: Vec<Draft> = (0..500).map(|n| message("s1").id(&format!("m{n:03}")).at(JUST_NOW)).collect();
    site.store_events(flood).await?;
    let mut ids = Vec::new();
    while ids.len() < 500 {
        ids.push(event(&mut client).await?["id"].as_str().unwrap_or("?").to_owned());
    }
    let expected: Vec<String> = (0..500).map(|n| format!("m{n:03}")).collect();
    assert_eq!(ids, expected);
    Ok(())
});

on_both_engines!(a_member_follows_own_sessions_alone, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1").at(JUST_NOW)]).await?;
    let mut bob = site.client("bob", Role::Member).await?;
    bob.subscribe("1", EVENTS).await?;
    assert_eq!(bob.error().await?, "NOT_FOUND");
    let mut manager = site.client("bob", Role::Manager).await?;
    follow(&site, &mut manager).await?;
    site.store_events([message("s1").id("new").at(JUST_NOW)]).await?;
    assert_eq!(event(&mut manager).await?["id"], "new");
    Ok(())
});

on_both_engines!(however_many_follow_a_session_it_is_read_once_a_tick, |db| async {
    let site = Site::new(&db).await?;
    site.store_events([message("s1").id("old").at(JUST_NOW)]).await?;
    let mut clients = Vec::new();
    for number in 0..24 {
        let mut client = site.client(&format!("manager-{number}"), Role::Manager).await?;
        follow(&site, &mut client).await?;
        clients.push(client);
    }
    let before = site.live().looks().reads();
    site.store_events([run_started("s1", "r1").id("e1").at(JUST_NOW), message("s1").id("e2").at(JUST_NOW)]).await?;
    for client in &mut clients {
        let ids = [event(client).await?["id"].clone(), event(client).await?["id"].clone()];
        assert!(ids.contains(&json!("e1")) && ids.contains(&json!("e2")), "{ids:?}");
    }
    // Clients that are notified slightly after the first one wait together for the second read.
    let reads = site.live().looks().reads() - before;
    assert!(reads < 12, "{reads} readings for 24 clients");
    Ok(())
});
