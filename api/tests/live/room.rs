//! WebSocket requests take memory from the budget of all requests, and responses wait their turn.
use crate::client::Client;
use crate::counts::JUST_NOW;
use crate::session::follow;
use crate::site::Site;
use api::AppOptions;
use api::options::GraphQlOptions;
use domain::Caller;
use domain::Person;
use domain::{OrgId, Role, UserId};
use ingest::IngestOptions;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::events::{message, run_started};
use testkit::{App, Result, on_both_engines};
use tokio::time::timeout;

const COUNTS: &str = "subscription { liveRunCounts { running } }";

/// A client that is identified before its first message.
async fn known(site: &Site, sub: &str) -> Result<Client> {
    let bearer = format!("Bearer {}", site.as_role(Role::Manager).user(sub).token().await?);
    let mut client = Client::open(site.address, &[("authorization", bearer.as_str())]).await?;
    client.introduce(Value::Null).await?;
    Ok(client)
}

/// A query with this many unused values.
fn with_values(id: &str, count: usize) -> String {
    let zeros = vec!["0"; count].join(",");
    format!(
        r#"{{"id":"{id}","type":"subscribe","payload":{{"query":"{{ __typename }}","variables":{{"x":[{zeros}]}}}}}}"#
    )
}

/// The error that ends an operation: its id, code and message.
async fn refusal(client: &mut Client) -> Result<[String; 3]> {
    let message = client.next().await?;
    let error = &message["payload"][0];
    let texts = [&message["id"], &error["extensions"]["code"], &error["message"]];
    Ok(texts.map(|text| text.as_str().unwrap_or_default().to_owned()))
}

on_both_engines!(the_values_of_a_message_are_counted_before_any_is_made, |db| async {
    let site = Site::new(&db).await?;
    let mut client = known(&site, "ada").await?;
    client.text(&with_values("many", 200_000)).await?;
    let [id, code, message] = refusal(&mut client).await?;
    assert_eq!([id.as_str(), code.as_str()], ["many", "TOO_COMPLEX"], "{message}");
    assert!(message.contains("values in the body"), "{message}");
    // The operation is rejected, not the client; long messages are still read.
    client.text(&with_values("fewer", 50_000)).await?;
    assert_eq!(client.data().await?["__typename"], "Query");
    Ok(())
});

on_both_engines!(an_operation_of_a_websocket_keeps_its_room_until_it_ends, |db| async {
    let site = Site::new(&db).await?;
    let mut client = known(&site, "ada").await?;
    let intake = |app: &App| app.ingest().intake().in_hand();
    // The response with the token was sent, but may count toward the budget for a moment.
    site.until("nothing is in hand", |app| intake(app) == 0).await;
    client.subscribe("counts", COUNTS).await?;
    client.data().await?;
    assert!(intake(&site) >= COUNTS.len() * 10, "{}", intake(&site));
    client.send(&json!({"id": "counts", "type": "complete"})).await?;
    site.until("the room is given back", |app| intake(app) == 0).await;
    Ok(())
});

on_both_engines!(a_message_for_which_there_is_no_room_is_refused_alone, |db| async {
    let ingest = IngestOptions { memory_limit_bytes: 100_000, ..IngestOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { ingest, ..AppOptions::default() }).await?;
    let mut client = known(&site, "ada").await?;
    client.text(&with_values("large", 10_000)).await?;
    let [id, code, message] = refusal(&mut client).await?;
    assert_eq!([id.as_str(), code.as_str()], ["large", "RATE_LIMITED"], "{message}");
    assert!(message.contains("the memory for requests is in use"), "{message}");
    client.subscribe("small", COUNTS).await?;
    assert_eq!(client.data().await?["liveRunCounts"]["running"], 0);
    Ok(())
});

on_both_engines!(each_answer_of_a_subscription_is_an_operation_of_its_person, |db| async {
    let graphql = GraphQlOptions { max_operations: 1, ..GraphQlOptions::default() };
    let site = Site::with(db.store().clone(), AppOptions { graphql, ..AppOptions::default() }).await?;
    site.store_events([message("s1").id("old").at(JUST_NOW)]).await?;
    let mut client = site.client("ada", Role::Manager).await?;
    follow(&site, &mut client).await?;
    let (sub, org_id) = (UserId::from("ada"), Some(OrgId::from("acme")));
    let ada = Caller::Person(Person { sub, name: None, email: None, org_id, role: Role::Manager });
    let place = site.shares().people.begin(Some(&ada)).await?;
    // A shared feed takes no personal slot, so it is delivered.
    client.subscribe("counts", COUNTS).await?;
    assert_eq!(client.next().await?["id"], "counts");
    client.send(&json!({"id": "counts", "type": "complete"})).await?;
    site.store_events([run_started("s1", "r1").id("e1").at(JUST_NOW)]).await?;
    let mut early = Vec::new();
    while let Ok(message) = timeout(Duration::from_millis(500), client.next()).await {
        early.push(message?["id"].clone());
    }
    assert!(!early.contains(&json!("s")), "not before its turn");
    drop(place);
    assert_eq!(client.data().await?["sessionEvents"]["id"], "e1");
    Ok(())
});
