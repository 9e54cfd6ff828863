//! Bodies that nobody thought of: whatever the bytes are, reading them ends with events or with a
//! refusal, and what is accepted can be projected. `FUZZ_CASES` makes the search longer.
use api::ingest::body::{Encoding, Format, decompress, events};
use entities::Instant;
use entities::contract::{Envelope, Fields, Limits, Received, payload};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::value::RawValue;
use testkit::events::{handoff, message, run_completed, run_started};

const LIMIT: usize = 100_000;
const RECEIVED: Received = Received { now: testkit::database::NOON, oldest: Some(Instant(0)) };
const LIMITS: Limits = Limits { field_chars: 100, payload_bytes: 10_000, depth: 20 };

fn cases() -> u32 {
    std::env::var("FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(20_000)
}

fn read(bytes: &[u8]) {
    for format in [Format::Json, Format::NdJson] {
        for item in events(format, bytes).into_iter().flatten().flatten() {
            check(item);
        }
    }
    for encoding in [Encoding::Gzip, Encoding::Zstd] {
        if let Ok(bytes) = decompress(encoding, bytes.to_vec(), LIMIT) {
            assert!(bytes.len() <= LIMIT);
        }
    }
}

/// What is accepted reads back from what is stored of it as the same event.
fn check(raw: &RawValue) {
    let Ok(envelope) = Envelope::read(raw, RECEIVED, LIMITS) else { return };
    let stored: &RawValue = serde_json::from_str(&envelope.payload).expect("the stored payload is JSON");
    let fields = Fields::read(stored, payload::PATH).expect("the stored payload is an object");
    let run_id = envelope.event.body.run_id().cloned();
    let again = payload::body(envelope.event_type, run_id, &fields, Limits::NONE).expect("it was accepted before");
    assert_eq!(again, envelope.event.body);
}

/// A valid body with a few bytes replaced, removed or doubled: most of them get past the first checks.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let event = prop_oneof![
        Just(message("s").payload("repo_id", "r").text()),
        Just(run_started("s", "r").text()),
        Just(run_completed("s", "r").payload("error_type", "x").text()),
        Just(handoff("s").text()),
    ];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..6);
    (event, changes).prop_map(|(event, changes)| {
        let mut bytes = format!("{{\"events\":[{event}]}}").into_bytes();
        for (index, byte, how) in changes {
            let at = index.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes[at] = b"\"\\{}[]:,0-.eE"[usize::from(byte) % 13],
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, bytes[at]),
            }
        }
        bytes
    })
}

#[test]
fn any_body() {
    let mut runner = TestRunner::new(Config { cases: cases(), failure_persistence: None, ..Config::default() });
    let bytes = prop_oneof![
        6 => mutated(),
        1 => prop::collection::vec(any::<u8>(), 0..300),
        1 => "[{\"a-e:\\[\\]}0-9\\\\, ]{0,80}".prop_map(String::into_bytes),
    ];
    if let Err(error) = runner.run(&bytes, |bytes| {
        read(&bytes);
        Ok(())
    }) {
        panic!("{error}");
    }
}
