//! How the feeder handles a server that is busy, rejects batches, or loses responses.
#![expect(clippy::expect_used, reason = "helpers of tests may fail like tests")]
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::Day;
use generator::{Feeder, FeederOptions, Plan, Speech, default_orgs};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A server that stores ids, and first responds as `mood` says.
#[derive(Clone, Default)]
struct Server {
    stored: Arc<Mutex<BTreeSet<String>>>,
    moods: Arc<Mutex<Vec<Mood>>>,
}

#[derive(Clone, Copy)]
enum Mood {
    Busy(StatusCode),
    /// The events are stored, but the sender gets no response.
    StoredUnheard,
    Refuses,
}

async fn take(State(server): State<Server>, Json(body): Json<Value>) -> Response {
    let mood = server.moods.lock().expect("moods").pop();
    match mood {
        Some(Mood::Busy(status)) => return (status, [(header::RETRY_AFTER, "0")], "busy").into_response(),
        Some(Mood::Refuses) => return (StatusCode::FORBIDDEN, "not you").into_response(),
        Some(Mood::StoredUnheard) | None => {}
    }
    let events = body["events"].as_array().expect("events");
    let mut stored = server.stored.lock().expect("stored");
    let new = events.iter().filter(|event| stored.insert(event["event_id"].to_string())).count();
    if matches!(mood, Some(Mood::StoredUnheard)) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let answer = json!({"received": events.len(), "inserted": new, "ignored": events.len() - new, "errors": []});
    Json(answer).into_response()
}

async fn start(moods: Vec<Mood>) -> (Server, Feeder) {
    let server = Server { moods: Arc::new(Mutex::new(moods)), ..Server::default() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().route("/v1/events", post(take)).with_state(server.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let options =
        FeederOptions { batch_events: 100, patience: Duration::from_secs(20), ..FeederOptions::new(url, "key") };
    (server, Feeder::new(&options).expect("a feeder"))
}

fn plan() -> Plan {
    Plan { orgs: default_orgs(1), from: Day(20_514), to: Day(20_518), seed: 3, speech: Speech::Events }
}

#[tokio::test]
async fn everything_arrives_once_however_often_it_is_sent() {
    let moods = vec![
        Mood::StoredUnheard,
        Mood::Busy(StatusCode::SERVICE_UNAVAILABLE),
        Mood::Busy(StatusCode::TOO_MANY_REQUESTS),
        Mood::StoredUnheard,
    ];
    let (server, feeder) = start(moods).await;
    let expected = plan().count().iter().map(|counts| counts.events).sum::<u64>();
    let stop = CancellationToken::new();
    let totals = feeder.feed(plan().batches(), &(), &stop).await.expect("fed");
    assert_eq!(totals.received, expected);
    assert!(totals.ignored > 0, "what was stored unheard is known when it comes again");
    assert_eq!(server.stored.lock().expect("stored").len() as u64, expected);
    let again = feeder.feed(plan().batches(), &(), &stop).await.expect("fed");
    assert_eq!((again.inserted, again.ignored), (0, expected));
}

#[tokio::test]
async fn a_refusal_ends_it() {
    let (_server, feeder) = start(vec![Mood::Refuses]).await;
    let error = feeder.feed(plan().batches(), &(), &CancellationToken::new()).await.expect_err("refused");
    assert!(error.to_string().contains("403"), "{error}");
}

#[tokio::test]
async fn a_stop_ends_it() {
    let (_server, feeder) = start(Vec::new()).await;
    let stop = CancellationToken::new();
    stop.cancel();
    let totals = feeder.feed(plan().batches(), &(), &stop).await.expect("stopped");
    assert_eq!(totals.received, 0);
}
