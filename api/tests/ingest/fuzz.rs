//! Random bodies: whatever the bytes are, parsing them yields events or an error, and an accepted event reads
//! back from the store as the same event.
//!
//! A fuzz target: runs for a limited time with the other tests, longer with `cargo xtask fuzz`.
use domain::Instant;
use domain::contract::{Envelope, Fields, Limits, Ranges, Received, payload};
use domain::{EventBody, EventType};
use ingest::body::{Encoding, Format, events, unpack};
use serde_json::value::RawValue;
use testkit::events::full;
use web::intake::{Arrival, Intake, Sender};

const LIMIT: usize = 100_000;
const MOST: usize = 50;
const MEMORY: usize = 1_000_000;
const RECEIVED: Received = Received { now: testkit::database::NOON, oldest: Some(Instant(0)) };
const LIMITS: Limits = Limits { field_chars: 100, payload_bytes: 10_000, depth: 20, ranges: Ranges::ACCEPTED };

fn read(bytes: &[u8]) {
    for format in [Format::Json, Format::NdJson] {
        let items = events(format, bytes, MOST).unwrap_or_default();
        assert!(items.len() <= MOST);
        items.into_iter().flatten().for_each(check);
    }
    let intake = Intake::new(MEMORY, Arrival::default());
    for encoding in [Encoding::Gzip, Encoding::Deflate, Encoding::Zstd] {
        let mut claim = intake.claim(&Sender::Stranger);
        if let Ok(bytes) = unpack(encoding, bytes.to_vec(), LIMIT, &mut claim) {
            assert!(bytes.len() <= LIMIT && bytes.capacity() == intake.in_hand());
        }
        drop(claim);
        assert_eq!(intake.in_hand(), 0);
    }
}

fn check(raw: &RawValue) {
    let Ok(envelope) = Envelope::read(raw, RECEIVED, LIMITS) else { return };
    let stored: &RawValue = serde_json::from_str(&envelope.payload).expect("the stored payload is JSON");
    let fields = Fields::read(stored, payload::PATH).expect("the stored payload is an object");
    let body = envelope.event.body;
    assert_eq!(EventBody::read(body.event_type(), &fields, Limits::NONE).expect("it was accepted before"), body);
}

/// A valid body with a few bytes replaced, removed or duplicated: most of them pass the first checks.
fn mutated(which: u8, changes: &[(u16, u8, u8)]) -> Vec<u8> {
    let event = full(EventType::ALL[usize::from(which) % EventType::ALL.len()], "s");
    let mut bytes = format!("{{\"events\":[{}]}}", event.text()).into_bytes();
    for (index, byte, how) in changes.iter().take(8) {
        let at = usize::from(*index) % bytes.len();
        match how % 4 {
            0 => bytes[at] = *byte,
            1 => bytes[at] = b"\"\\{}[]:,0-.eE"[usize::from(*byte) % 13],
            2 => drop(bytes.remove(at)),
            _ => bytes.insert(at, bytes[at]),
        }
    }
    bytes
}

#[test]
fn any_bytes() {
    bolero::check!().with_iterations(20_000).for_each(read);
}

#[test]
fn any_damaged_body() {
    bolero::check!()
        .with_type::<(u8, Vec<(u16, u8, u8)>)>()
        .with_iterations(20_000)
        .for_each(|(which, changes)| read(&mutated(*which, changes)));
}
