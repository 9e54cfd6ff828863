//! Random bodies: whatever the bytes are, reading them yields events or an error, and an accepted event reads back
//! from the store as the same event.
//!
//! Fuzz targets: they run for a limited time with the other tests, longer with `cargo xtask fuzz`.
use super::export::Exporter;
use super::grpc::unframe;
use super::{Format, Signal, read};
use crate::IngestOptions;
use crate::body::{Encoding, unpack};
use crate::horizons::Horizons;
use crate::judge::Judge;
use domain::contract::{Fields, Limits, payload};
use domain::{EventBody, Instant, Producer, Source};
use serde_json::value::RawValue;
use std::sync::Arc;
use web::intake::{Arrival, Intake, Sender};

const NOW: Instant = Instant(1_772_452_800_000_000);
const MEMORY: usize = 4_000_000;

/// Records of every adapter, in JSON.
const LOGS: &str = r#"{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}},
    {"key":"session.id","value":{"stringValue":"s"}}]},"scopeLogs":[{"scope":{"name":"com.anthropic.claude_code.events"},"logRecords":[
    {"timeUnixNano":"1772452800000000000","attributes":[{"key":"event.name","value":{"stringValue":"api_request"}},
        {"key":"input_tokens","value":{"intValue":"5"}},{"key":"cost_usd","value":{"doubleValue":0.25}},{"key":"l","value":{"arrayValue":{"values":[{}]}}}]},
    {"timeUnixNano":"1772452800000000000","attributes":[{"key":"event.name","value":{"stringValue":"user_prompt"}},
        {"key":"prompt","value":{"stringValue":"\u00e9"}},{"key":"user.email","value":{"stringValue":"A@b"}}]}]},{"scope":{"name":"any"},"logRecords":[
    {"timeUnixNano":"0","observedTimeUnixNano":"1772452800000000000","attributes":[{"key":"event.name","value":{"stringValue":"codex.tool_result"}},
        {"key":"conversation.id","value":{"stringValue":"c"}},{"key":"duration_ms","value":{"stringValue":"7"}}]},
    {"timeUnixNano":"1772452800000000000","attributes":[{"key":"event.name","value":{"stringValue":"gemini_cli.tool_call"}},
        {"key":"interactive","value":{"boolValue":true}},{"key":"success","value":{}}]}]}]}]}"#;
const TRACES: &str = r#"{"resourceSpans":[{"scopeSpans":[{"scope":{"name":"any"},"spans":[
    {"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","startTimeUnixNano":"1772452799000000000",
     "endTimeUnixNano":"1772452800000000000","status":{"code":2},"attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
        {"key":"gen_ai.usage.input_tokens","value":{"intValue":5}},
        {"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"stop"}]}}}]}]}]}]}"#;
const METRICS: &str = r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"claude_code.commit.count","sum":{"aggregationTemporality":1,
    "dataPoints":[{"timeUnixNano":"1772452800000000000","asDouble":1,"attributes":[{"key":"session.id","value":{"stringValue":"s"}}]}]}}]}]}]}"#;

fn text_of(signal: Signal) -> &'static str {
    match signal {
        Signal::Logs => LOGS,
        Signal::Traces => TRACES,
        Signal::Metrics => METRICS,
    }
}

/// Reads a body like the server; returns how many events were accepted.
fn take(signal: Signal, format: Format, body: &[u8]) -> usize {
    let options = IngestOptions { max_message_chars: 10, ..IngestOptions::default() };
    let producer = Producer { key_id: Arc::from("key"), org_id: Some("acme".into()) };
    let oldest = Horizons::new(365).at(NOW);
    let judge = Judge { producer, source: Source::Otlp, now: NOW, oldest, trace: None };
    let intake = Intake::new(MEMORY, Arrival::default());
    let exporter = Exporter::new(&judge, &options, None, intake.claim(&Sender::Stranger));
    let Ok(exported) = read(signal, format, body, exporter) else { return 0 };
    assert_eq!(exported.judged.accepted.len(), exported.judged.positions.len());
    assert!(exported.refusals.records <= exported.judged.received);
    for accepted in &exported.judged.accepted {
        let envelope = &accepted.envelope;
        let event = &envelope.event;
        assert_eq!((event.org_id.as_str(), event.event_id().as_str().len()), ("acme", 22));
        assert!(envelope.message_text.as_ref().is_none_or(|text| text.chars().count() <= 10));
        let stored: &RawValue = serde_json::from_str(&envelope.payload).expect("the stored payload is JSON");
        let fields = Fields::read(stored, payload::PATH).expect("the stored payload is an object");
        let body = EventBody::read(event.body.event_type(), &fields, Limits::NONE).expect("it was accepted before");
        assert_eq!(body, event.body);
    }
    exported.judged.accepted.len()
}

/// Takes the only message out of a request of gRPC, and reads it like the server; `None` if there is none.
fn call(signal: Signal, encoding: Encoding, frame: &[u8]) -> Option<usize> {
    const PREFIX: usize = 5;
    let mut message = frame.to_vec();
    let encoding = unframe(&mut message, encoding).ok()?;
    assert_eq!(message, frame[PREFIX..], "the message is all that follows its prefix");
    let intake = Intake::new(MEMORY, Arrival::default());
    let mut claim = intake.claim(&Sender::Stranger);
    let message = unpack(encoding, message, MEMORY / 2, &mut claim).ok()?;
    assert!(message.len() <= MEMORY / 2);
    Some(take(signal, Format::Protobuf, &message))
}

fn framed(flag: u8, message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).expect("a short message").to_be_bytes();
    [&[flag], &length[..], message].concat()
}

/// The encodings, each with a message that is encoded so.
fn encoded(message: &[u8]) -> Vec<(Encoding, Vec<u8>)> {
    use flate2::Compression;
    use std::io::Write as _;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(message).expect("memory takes it");
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(message).expect("memory takes it");
    vec![
        (Encoding::Identity, framed(0, message)),
        (Encoding::Gzip, framed(1, &gzip.finish().expect("memory takes it"))),
        (Encoding::Deflate, framed(1, &zlib.finish().expect("memory takes it"))),
        (Encoding::Zstd, framed(1, &zstd::encode_all(message, 1).expect("memory takes it"))),
    ]
}

/// The same records in protobuf, written by a small encoder of its own.
mod encode {
    use serde_json::Value;

    fn put(to: &mut Vec<u8>, field: u8, bytes: &[u8]) {
        to.push(field << 3 | 2);
        prost::encode_length_delimiter(bytes.len(), to).expect("room");
        to.extend_from_slice(bytes);
    }

    fn number(value: &Value) -> u64 {
        value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_default()
    }

    fn put_fixed(to: &mut Vec<u8>, field: u8, value: u64) {
        to.push(field << 3 | 1);
        to.extend_from_slice(&value.to_le_bytes());
    }

    fn any_value(value: &Value) -> Vec<u8> {
        let mut to = Vec::new();
        if let Some(text) = value["stringValue"].as_str() {
            put(&mut to, 1, text.as_bytes());
        } else if let Some(flag) = value["boolValue"].as_bool() {
            to.extend_from_slice(&[2 << 3, u8::from(flag)]);
        } else if !value["intValue"].is_null() {
            to.extend_from_slice(&[3 << 3, number(&value["intValue"]) as u8]);
        } else if let Some(real) = value["doubleValue"].as_f64() {
            put_fixed(&mut to, 4, real.to_bits());
        } else if let Some(values) = value["arrayValue"]["values"].as_array() {
            let mut list = Vec::new();
            values.iter().for_each(|value| put(&mut list, 1, &any_value(value)));
            put(&mut to, 5, &list);
        }
        to
    }

    fn attributes(to: &mut Vec<u8>, field: u8, attributes: &Value) {
        for attribute in attributes.as_array().into_iter().flatten() {
            let mut pair = Vec::new();
            put(&mut pair, 1, attribute["key"].as_str().expect("a key").as_bytes());
            put(&mut pair, 2, &any_value(&attribute["value"]));
            put(to, field, &pair);
        }
    }

    fn log(record: &Value) -> Vec<u8> {
        let mut to = Vec::new();
        put_fixed(&mut to, 1, number(&record["timeUnixNano"]));
        put_fixed(&mut to, 11, number(&record["observedTimeUnixNano"]));
        attributes(&mut to, 6, &record["attributes"]);
        to
    }

    fn span(span: &Value) -> Vec<u8> {
        let mut to = Vec::new();
        put(&mut to, 1, &[7; 16]);
        put(&mut to, 2, &[8; 8]);
        put_fixed(&mut to, 7, number(&span["startTimeUnixNano"]));
        put_fixed(&mut to, 8, number(&span["endTimeUnixNano"]));
        attributes(&mut to, 9, &span["attributes"]);
        put(&mut to, 15, &[3 << 3, 2]);
        to
    }

    fn metric(metric: &Value) -> Vec<u8> {
        let (mut to, mut sum) = (Vec::new(), vec![2 << 3, 1]);
        for point in metric["sum"]["dataPoints"].as_array().into_iter().flatten() {
            let mut one = Vec::new();
            put_fixed(&mut one, 3, number(&point["timeUnixNano"]));
            put_fixed(&mut one, 4, point["asDouble"].as_f64().unwrap_or_default().to_bits());
            attributes(&mut one, 7, &point["attributes"]);
            put(&mut sum, 1, &one);
        }
        put(&mut to, 1, metric["name"].as_str().expect("a name").as_bytes());
        put(&mut to, 7, &sum);
        to
    }

    /// A request with one resource.
    pub(super) fn request(signal: super::Signal, text: &str) -> Vec<u8> {
        let request: Value = serde_json::from_str(text).expect("JSON");
        let group = &request[signal.resources()][0];
        let (mut resource, mut of_resource, mut all) = (Vec::new(), Vec::new(), Vec::new());
        attributes(&mut resource, 1, &group["resource"]["attributes"]);
        put(&mut of_resource, 1, &resource);
        for scope in group[signal.scopes()].as_array().into_iter().flatten() {
            put(&mut of_resource, 2, &records(signal, scope));
        }
        put(&mut all, 1, &of_resource);
        all
    }

    fn records(signal: super::Signal, scope: &Value) -> Vec<u8> {
        let (mut named, mut of_scope) = (Vec::new(), Vec::new());
        put(&mut named, 1, scope["scope"]["name"].as_str().unwrap_or_default().as_bytes());
        put(&mut of_scope, 1, &named);
        for record in scope[signal.records()].as_array().into_iter().flatten() {
            let record = match signal {
                super::Signal::Logs => log(record),
                super::Signal::Traces => span(record),
                super::Signal::Metrics => metric(record),
            };
            put(&mut of_scope, 2, &record);
        }
        of_scope
    }
}

/// A valid body with a few bytes replaced, removed or duplicated: most of them pass the first checks.
fn mutated(mut bytes: Vec<u8>, changes: &[(u16, u8, u8)]) -> Vec<u8> {
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
fn both_forms_have_the_same_events() {
    for (signal, events) in Signal::ALL.into_iter().zip([4, 1, 1]) {
        let text = text_of(signal);
        assert_eq!(take(signal, Format::Json, text.as_bytes()), events, "{signal:?}");
        let message = encode::request(signal, text);
        assert_eq!(take(signal, Format::Protobuf, &message), events, "{signal:?}");
        for (encoding, frame) in encoded(&message) {
            assert_eq!(call(signal, encoding, &frame), Some(events), "{signal:?} {encoding:?}");
        }
    }
}

#[test]
fn any_bytes() {
    bolero::check!().with_iterations(20_000).for_each(|bytes| {
        for signal in Signal::ALL {
            take(signal, Format::Protobuf, bytes);
            take(signal, Format::Json, bytes);
        }
    });
}

#[test]
fn any_damaged_protobuf() {
    let bodies = Signal::ALL.map(|signal| (signal, encode::request(signal, text_of(signal))));
    bolero::check!().with_type::<Vec<(u16, u8, u8)>>().with_iterations(20_000).for_each(|changes| {
        for (signal, body) in &bodies {
            take(*signal, Format::Protobuf, &mutated(body.clone(), changes));
        }
    });
}

#[test]
fn any_damaged_json() {
    bolero::check!().with_type::<Vec<(u16, u8, u8)>>().with_iterations(20_000).for_each(|changes| {
        for signal in Signal::ALL {
            take(signal, Format::Json, &mutated(text_of(signal).as_bytes().to_vec(), changes));
        }
    });
}

#[test]
fn any_damaged_call() {
    let calls = Signal::ALL.map(|signal| (signal, encoded(&encode::request(signal, text_of(signal)))));
    bolero::check!().with_type::<Vec<(u16, u8, u8)>>().with_iterations(5_000).for_each(|changes| {
        for (signal, frames) in &calls {
            for (encoding, frame) in frames {
                call(*signal, *encoding, &mutated(frame.clone(), changes));
                // Behind a prefix that is intact, whatever is left of the message is read.
                let mut rest = mutated(frame[5..].to_vec(), changes);
                rest = framed(frame[0], &rest);
                assert!(*encoding != Encoding::Identity || call(*signal, *encoding, &rest).is_some());
                call(*signal, *encoding, &rest);
            }
        }
    });
}

#[test]
fn any_call() {
    bolero::check!().with_iterations(20_000).for_each(|bytes| {
        for signal in Signal::ALL {
            for encoding in [Encoding::Identity, Encoding::Gzip, Encoding::Deflate, Encoding::Zstd] {
                call(signal, encoding, bytes);
                call(signal, encoding, &framed(1, bytes));
            }
        }
    });
}
