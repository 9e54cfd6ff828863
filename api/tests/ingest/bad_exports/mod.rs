//! Malformed OTLP over the real router: whatever a body contains, it is answered as documented, the records in it
//! that are intact are stored as they are, and nothing of it disturbs what comes after.
mod bodies;
mod calls;
mod heavy;
mod json_records;
mod long_texts;
mod protobuf_records;
mod wire;

use crate::otlp::Heard;
use anyhow::Result;
use axum::http::{Request, StatusCode};
use domain::contract::Code;
use entities::raw_event;
use ingest::otlp::Signal;
use serde_json::Value;
use std::collections::BTreeMap;
use testkit::app::DEV_KEY;
use testkit::database::NOON;
use testkit::{App, Database};

const PROTOBUF: &str = "application/x-protobuf";
const JSON: &str = "application/json";
const GRPC: &str = "application/grpc";
/// The organization of all records.
const ORG: &str = "acme";
/// The clock of the tests, in nanoseconds.
const NOW: u64 = NOON.0 as u64 * 1_000;

/// What becomes of a record.
#[derive(Clone, Debug)]
enum Fate {
    /// It is stored, as an event with this payload.
    Stored(&'static str),
    /// The same, with this text.
    Said(&'static str, &'static str),
    /// It is accepted, and nothing is stored.
    Dropped,
    /// It is counted as refused, with this code.
    Refused(Code),
}

/// A record that is wrong, or at least odd.
#[derive(Clone, Debug)]
struct Odd<R> {
    name: &'static str,
    signal: Signal,
    record: R,
    fate: Fate,
}

/// What is in the database in the end: sessions with the payload and the text of their only event.
type Expected = BTreeMap<String, (String, Option<String>)>;

/// The only event of an intact record of [`good_protobuf`] and [`good_json`].
fn intact(signal: Signal) -> (String, Option<String>) {
    let (payload, text) = match signal {
        Signal::Logs => (r#"{"actor":"user","starts_run":true}"#, Some("Go")),
        Signal::Traces => {
            (r#"{"role":"main","status":"ok","model":"m","input_tokens":5,"output_tokens":7,"duration_ms":1000}"#, None)
        }
        Signal::Metrics => (r#"{"commits":2}"#, None),
    };
    (payload.to_owned(), text.map(str::to_owned))
}

/// Sends a request with the key of the platform, for [`ORG`].
async fn send(app: &App, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Heard> {
    let mut request = Request::post(path).header("tachograph-org", ORG);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let heard = Heard::of(app.answer(request, Some(DEV_KEY), body.into()).await?).await?;
    assert!(heard.status.as_u16() < 500, "{path}: {}", heard.status);
    assert!(heard.body.len() < 10_000, "{path}: an answer of {} bytes", heard.body.len());
    Ok(heard)
}

/// Calls a method of gRPC with one message.
async fn call(app: &App, signal: Signal, message: &[u8]) -> Result<Heard> {
    send(app, signal.grpc_path(), &[("content-type", GRPC)], framed(0, message)).await
}

/// A message with its prefix.
fn framed(flag: u8, message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).expect("a short message").to_be_bytes();
    [&[flag], &length[..], message].concat()
}

/// How many records of a request were refused, and why.
fn refused(heard: &Heard) -> (i64, String) {
    match heard.kind() {
        JSON => {
            let partial = &heard.json()["partialSuccess"];
            let count = partial.as_object().and_then(|partial| {
                partial.iter().find(|(name, _)| name.starts_with("rejected")).and_then(|(_, count)| count.as_str())
            });
            (
                count.map_or(0, |count| count.parse().expect("a number")),
                partial["errorMessage"].as_str().unwrap_or_default().to_owned(),
            )
        }
        GRPC => Heard { body: heard.body[5..].to_vec(), ..heard.clone() }.partial(),
        _ => heard.partial(),
    }
}

/// Checks the answer to a request with an odd record among others.
fn check_answer(name: &str, fate: &Fate, heard: &Heard) {
    assert_eq!(heard.status, StatusCode::OK, "{name}");
    let (count, message) = refused(heard);
    match fate {
        Fate::Refused(code) => {
            assert_eq!(count, 1, "{name}: {message}");
            assert!(message.contains(code.as_str()), "{name}: {message}");
        }
        _ => assert_eq!((count, message.as_str()), (0, ""), "{name}"),
    }
}

/// Checks that exactly these events are stored, and that they can be projected.
async fn check_stored(db: &Database, app: &App, expected: &Expected) -> Result<()> {
    let rows: Vec<raw_event::Model> = db.store().select("/* test */ SELECT * FROM events_raw", []).await?;
    let mut found = Expected::new();
    for row in rows {
        assert_eq!((row.org_id.as_str(), row.occurred_at), (ORG, NOON.0), "{row:?}");
        let more = found.insert(row.session_id, (row.payload, row.message_text));
        assert!(more.is_none(), "one event of each session");
    }
    let missing: Vec<_> = expected.iter().filter(|(session, event)| found.get(*session) != Some(event)).collect();
    let other: Vec<_> = found.iter().filter(|(session, event)| expected.get(*session) != Some(event)).collect();
    assert!(missing.is_empty() && other.is_empty(), "missing: {missing:#?}\nfound: {other:#?}");
    app.run_worker().await?;
    let waiting = testkit::number(db.store(), "/* test */ SELECT count(*) AS number FROM events_queue").await?;
    let dead = testkit::number(db.store(), "/* test */ SELECT count(*) AS number FROM events_dead_letter").await?;
    assert_eq!((waiting, dead), (0, 0), "all of them are projected");
    Ok(())
}

/// The message of a refused request, in whichever format.
fn said(heard: &Heard) -> String {
    match heard.kind() {
        JSON => {
            let json: Value = heard.json();
            let code = json["code"].as_str().map(|code| format!("{code}: ")).unwrap_or_default();
            format!("{code}{}", json["message"].as_str().unwrap_or_default())
        }
        GRPC => heard.headers.get("grpc-message").and_then(|text| text.to_str().ok()).unwrap_or_default().to_owned(),
        _ => heard.protobuf_status().1,
    }
}
