//! The OTLP endpoints: what is stored, what is refused, and how both are answered.
use crate::support::Door;
use anyhow::Result;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use domain::{Producer, Unstored};
use entities::record_count;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use ingest::IngestOptions;
use ingest::otlp::{Signal, grpc, http};
use opentelemetry_proto::tonic::collector::logs::v1::{ExportLogsServiceRequest, ExportLogsServiceResponse};
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs};
use opentelemetry_proto::tonic::resource::v1::Resource;
use prost::Message as _;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::Arc;

const PROTOBUF: (&str, &str) = ("content-type", "application/x-protobuf");
const JSON: (&str, &str) = ("content-type", "application/json");
/// The clock of the tests, in nanoseconds.
const NOW: u64 = testkit::database::NOON.0 as u64 * 1_000;

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) trailers: HeaderMap,
}

impl Heard {
    pub(crate) async fn of(response: axum::response::Response) -> Result<Self> {
        use axum::body::HttpBody as _;
        let (parts, mut body) = response.into_parts();
        let (mut bytes, mut trailers) = (Vec::new(), HeaderMap::new());
        while let Some(frame) = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await
        {
            match frame?.into_data() {
                Ok(data) => bytes.extend_from_slice(&data),
                Err(frame) => trailers.extend(frame.into_trailers().unwrap_or_default()),
            }
        }
        Ok(Self { status: parts.status, headers: parts.headers, body: bytes, trailers })
    }

    pub(crate) fn kind(&self) -> &str {
        self.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// How many records were refused, and why, of an answer in protobuf.
    pub(crate) fn partial(&self) -> (i64, String) {
        let answer = ExportLogsServiceResponse::decode(&*self.body).expect("an answer");
        answer.partial_success.map_or_else(Default::default, |part| (part.rejected_log_records, part.error_message))
    }

    /// The code and the message of a status in protobuf.
    pub(crate) fn protobuf_status(&self) -> (i64, String) {
        // Its first two fields have the types of those of a partial success.
        let mut wrapped = vec![0x0a];
        prost::encode_length_delimiter(self.body.len(), &mut wrapped).expect("room");
        wrapped.extend_from_slice(&self.body);
        let answer = ExportLogsServiceResponse::decode(&*wrapped).expect("a status");
        answer.partial_success.map_or_else(Default::default, |part| (part.rejected_log_records, part.error_message))
    }
}

fn header_map(headers: &[(&str, &str)]) -> Result<HeaderMap> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(HeaderName::try_from(*name)?, HeaderValue::try_from(*value)?);
    }
    Ok(map)
}

fn of_organization(org: &str) -> Producer {
    Producer { key_id: Arc::from("key"), org_id: Some(org.into()) }
}

/// Names and values of headers.
type Headers<'h> = Vec<(&'h str, &'h str)>;
/// What is sent, under a name: headers and body; and the answer: status, code and number.
type Case<'h> = (&'h str, Headers<'h>, Vec<u8>, u16, &'h str, i64);

async fn send_as(door: &Door, producer: &Producer, headers: &[(&str, &str)], body: impl Into<Body>) -> Result<Heard> {
    let headers = header_map(headers)?;
    Heard::of(http::accept(&door.ingest, producer, Signal::Logs, &headers, body.into()).await).await
}

async fn send(door: &Door, headers: &[(&str, &str)], body: impl Into<Body>) -> Result<Heard> {
    send_as(door, &of_organization("acme"), headers, body).await
}

fn text(key: &str, value: &str) -> KeyValue {
    KeyValue {
        key: key.to_owned(),
        value: Some(AnyValue { value: Some(Any::StringValue(value.to_owned())) }),
        ..KeyValue::default()
    }
}

/// A prompt of a Claude Code session.
fn prompt(session: &str, said: &str) -> LogRecord {
    let attributes = vec![text("event.name", "user_prompt"), text("session.id", session), text("prompt", said)];
    LogRecord { time_unix_nano: NOW, attributes, ..LogRecord::default() }
}

fn group(attributes: Vec<KeyValue>, log_records: Vec<LogRecord>) -> ResourceLogs {
    let scope =
        InstrumentationScope { name: "com.anthropic.claude_code.events".to_owned(), ..InstrumentationScope::default() };
    let scope_logs = vec![ScopeLogs { scope: Some(scope), log_records, ..ScopeLogs::default() }];
    ResourceLogs {
        resource: Some(Resource { attributes, ..Resource::default() }),
        scope_logs,
        ..ResourceLogs::default()
    }
}

fn protobuf(resource_logs: Vec<ResourceLogs>) -> Vec<u8> {
    ExportLogsServiceRequest { resource_logs }.encode_to_vec()
}

fn records(log_records: Vec<LogRecord>) -> Vec<u8> {
    protobuf(vec![group(Vec::new(), log_records)])
}

/// The same as [`prompt`], in JSON.
fn json_prompt(session: &str, said: &str) -> String {
    let pair = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    json!({"resourceLogs": [{"scopeLogs": [{
        "scope": {"name": "com.anthropic.claude_code.events"},
        "logRecords": [{
            "timeUnixNano": NOW.to_string(),
            "attributes": [pair("event.name", "user_prompt"), pair("session.id", session), pair("prompt", said)],
        }],
    }]}]})
    .to_string()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

testkit::on_both_engines!(a_record_in_any_form_is_one_event, |db| async {
    let door = Door::open(db);
    let body = records(vec![prompt("s", "Go")]);
    let written = json_prompt("s", "Go");
    let zstd = zstd::encode_all(&*body, 3)?;
    let halves = body.chunks(10).map(|part| anyhow::Ok(part.to_vec())).collect::<Vec<_>>();
    let chunked = Body::from_stream(futures_util::stream::iter(halves));
    let forms: Vec<(&str, Headers<'_>, Body)> = vec![
        ("protobuf", vec![PROTOBUF], body.clone().into()),
        ("once more", vec![PROTOBUF], body.clone().into()),
        ("chunked", vec![PROTOBUF], chunked),
        ("gzip", vec![PROTOBUF, ("content-encoding", "gzip")], gzip(&body).into()),
        ("deflate", vec![PROTOBUF, ("content-encoding", "deflate")], zlib(&body).into()),
        ("deflate without a header", vec![PROTOBUF, ("content-encoding", "deflate")], deflate(&body).into()),
        ("zstd", vec![PROTOBUF, ("content-encoding", "zstd")], zstd.into()),
        ("identity", vec![PROTOBUF, ("content-encoding", "identity")], body.into()),
        ("JSON", vec![("content-type", "application/json; charset=utf-8")], written.clone().into()),
        ("JSON with gzip", vec![JSON, ("content-encoding", "gzip")], gzip(written.as_bytes()).into()),
    ];
    for (name, headers, body) in forms {
        let heard = send(&door, &headers, body).await?;
        assert_eq!(heard.status, StatusCode::OK, "{name}");
        let is_json = headers[0].1.starts_with("application/json");
        let kind = if is_json { JSON.1 } else { PROTOBUF.1 };
        assert_eq!((heard.kind(), heard.body.as_slice()), (kind, if is_json { &b"{}"[..] } else { b"" }), "{name}");
    }
    let stored = door.events().await?;
    assert_eq!(stored.len(), 1);
    let event = &stored[0];
    assert_eq!(
        (event.org_id.as_str(), event.session_id.as_str(), event.source),
        ("acme", "s", domain::Source::Otlp.code())
    );
    assert_eq!(event.payload, r#"{"actor":"user","starts_run":true}"#);
    assert_eq!(event.message_text.as_deref(), Some("Go"));
    Ok(())
});

testkit::on_both_engines!(records_that_are_refused_are_counted_and_the_others_stored, |db| async {
    let door = Door::open(db);
    let mut tokens = prompt("s", "");
    tokens.attributes[0] = text("event.name", "api_request");
    tokens.attributes.push(text("input_tokens", "-5"));
    let late = LogRecord { time_unix_nano: 1 << 63, ..prompt("s", "late") };
    let old = LogRecord { time_unix_nano: 1, ..prompt("s", "old") };
    let nowhere = prompt("", "nowhere");
    let long = prompt(&"s".repeat(129), "long");
    let bad = vec![tokens, late, old, nowhere, long];
    let both = [vec![prompt("s", "first")], bad, vec![prompt("s", "last")]].concat();
    let heard = send(&door, &[PROTOBUF], records(both)).await?;
    let (rejected, message) = heard.partial();
    assert_eq!((heard.status, rejected), (StatusCode::OK, 5));
    let reasons =
        ["record 1: payload.input_tokens: OUT_OF_RANGE", "IN_FUTURE", "TOO_OLD", "session_id: MISSING", "TOO_LONG"];
    assert!(reasons.iter().all(|reason| message.contains(reason)), "{message}");
    assert_eq!(door.stored().await?, 2);

    let body = json_prompt("", "nowhere");
    let heard = send(&door, &[JSON], body).await?;
    let partial = &heard.json()["partialSuccess"];
    assert_eq!((heard.status, &partial["rejectedLogRecords"]), (StatusCode::OK, &json!("1")));
    assert!(partial["errorMessage"].as_str().is_some_and(|message| message.contains("session_id")), "{partial}");
    Ok(())
});

testkit::on_both_engines!(bodies_that_are_refused_as_a_whole, |db| async {
    let door = Door::open(db);
    let good = || records(vec![prompt("s", "Go")]);
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() - 3].to_vec();
    let bomb = vec![0; 64 * 1024 * 1024];
    let (gzipped, deflated, zstd) =
        (("content-encoding", "gzip"), ("content-encoding", "deflate"), ("content-encoding", "zstd"));
    let cases: Vec<Case<'_>> = vec![
        ("cut off", vec![PROTOBUF], cut(good()), 400, "UNREADABLE_BODY", 3),
        ("JSON as protobuf", vec![PROTOBUF], json_prompt("s", "").into_bytes(), 400, "UNREADABLE_BODY", 3),
        ("protobuf as JSON", vec![JSON], good(), 400, "UNREADABLE_BODY", 3),
        ("a list", vec![JSON], b"[]".to_vec(), 400, "UNREADABLE_BODY", 3),
        ("JSON cut off", vec![JSON], cut(json_prompt("s", "").into_bytes()), 400, "UNREADABLE_BODY", 3),
        ("deep without end", vec![JSON], b"{\"resourceLogs\":[".repeat(100_000), 400, "UNREADABLE_BODY", 3),
        ("not UTF-8", vec![JSON], b"{\"a\":\"\xe9\"}".to_vec(), 400, "UNREADABLE_BODY", 3),
        ("no gzip", vec![PROTOBUF, gzipped], good(), 400, "UNREADABLE_BODY", 3),
        ("gzip cut off", vec![PROTOBUF, gzipped], cut(gzip(&good())), 400, "UNREADABLE_BODY", 3),
        ("deflate cut off", vec![PROTOBUF, deflated], cut(zlib(&good())), 400, "UNREADABLE_BODY", 3),
        ("zstd cut off", vec![PROTOBUF, zstd], cut(zstd::encode_all(&*good(), 3)?), 400, "UNREADABLE_BODY", 3),
        ("a gzip bomb", vec![PROTOBUF, gzipped], gzip(&bomb), 413, "BODY_TOO_LARGE", 8),
        ("a deflate bomb", vec![JSON, deflated], zlib(&bomb), 413, "BODY_TOO_LARGE", 8),
        ("a zstd bomb", vec![PROTOBUF, zstd], zstd::encode_all(&*bomb, 3)?, 413, "BODY_TOO_LARGE", 8),
        ("too large", vec![PROTOBUF], vec![0; 8 * 1024 * 1024 + 1], 413, "BODY_TOO_LARGE", 8),
        ("no content type", vec![], good(), 415, "UNSUPPORTED_MEDIA_TYPE", 12),
        ("a form", vec![("content-type", "text/plain")], good(), 415, "UNSUPPORTED_MEDIA_TYPE", 12),
        ("an unknown encoding", vec![PROTOBUF, ("content-encoding", "br")], good(), 415, "UNSUPPORTED_ENCODING", 12),
    ];
    for (name, headers, body, status, code, number) in cases {
        let heard = send(&door, &headers, body).await?;
        let is_protobuf = headers.first() == Some(&PROTOBUF);
        let (found, message) = if is_protobuf {
            heard.protobuf_status()
        } else {
            let json = heard.json();
            (json["code"].as_i64().unwrap_or_default(), json["message"].as_str().unwrap_or_default().to_owned())
        };
        assert_eq!((heard.status.as_u16(), found), (status, number), "{name}: {message}");
        assert!(message.starts_with(code), "{name}: {message}");
        assert_eq!(heard.kind(), if is_protobuf { PROTOBUF.1 } else { JSON.1 }, "{name}");
    }
    assert_eq!(door.stored().await?, 0);
    assert_eq!(send(&door, &[PROTOBUF], good()).await?.status, StatusCode::OK);
    assert_eq!(door.stored().await?, 1);
    Ok(())
});

testkit::on_both_engines!(the_organization_of_a_record, |db| async {
    let door = Door::open(db);
    let named = |org: &str| vec![text("tachograph.org_id", org)];
    let of = |org: &str, session: &str| group(named(org), vec![prompt(session, "")]);
    let header = ("tachograph-org", "by-header");

    let heard =
        send_as(&door, &of_organization("own"), &[PROTOBUF, header], protobuf(vec![of("another", "1")])).await?;
    assert_eq!((heard.status, heard.partial().0), (StatusCode::OK, 0), "the key's organization is the only one");

    let body = protobuf(vec![
        of("by-resource", "2"),
        group(Vec::new(), vec![prompt("3", ""), prompt("4", "")]),
        of("a\nb", "5"),
    ]);
    let heard = send_as(&door, &testkit::producer(), &[PROTOBUF], body.clone()).await?;
    let (rejected, message) = heard.partial();
    assert_eq!((heard.status, rejected), (StatusCode::OK, 3), "{message}");
    assert!(message.contains("Tachograph-Org"), "{message}");
    let heard = send_as(&door, &testkit::producer(), &[PROTOBUF, header], body).await?;
    assert_eq!(heard.partial().0, 1);

    let mut stored: Vec<_> = door.events().await?.into_iter().map(|event| (event.org_id, event.session_id)).collect();
    stored.sort();
    let expected = [("by-header", "3"), ("by-header", "4"), ("by-resource", "2"), ("own", "1")];
    assert_eq!(stored, expected.map(|(org, session)| (org.to_owned(), session.to_owned())));
    Ok(())
});

testkit::on_both_engines!(what_was_said_stays_outside, |db| async {
    let silent = IngestOptions { max_message_chars: 0, ..IngestOptions::default() };
    let door = Door::with(db, silent);
    let secret = "the secret of the prompt";
    let mut result = prompt("s", secret);
    result.attributes[0] = text("event.name", "tool_result");
    result.attributes.extend(["tool_input", "tool_parameters", "error", "response"].map(|name| text(name, secret)));
    let unknown =
        LogRecord { event_name: "new".to_owned(), attributes: vec![text("said", secret)], ..prompt("s", secret) };
    let heard = send(&door, &[PROTOBUF], records(vec![prompt("s", secret), result, unknown])).await?;
    assert_eq!((heard.status, heard.partial().0), (StatusCode::OK, 0));
    let stored = door.events().await?;
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().all(|event| !format!("{event:?}").contains("secret")), "{stored:?}");
    Ok(())
});

testkit::on_both_engines!(unknown_records_are_accepted_and_counted, |db| async {
    let door = Door::open(db);
    let mut other = group(vec![text("service.name", "billing")], vec![prompt("s", ""), prompt("s", "")]);
    other.scope_logs[0].scope = None;
    let heard = send(&door, &[PROTOBUF], protobuf(vec![other])).await?;
    assert_eq!((heard.status, heard.partial().0, door.stored().await?), (StatusCode::OK, 0, 0));
    // The counts are kept a moment later.
    let counted = loop {
        let counted = record_count::Entity::find().all(door.db.store()).await?;
        if !counted.is_empty() {
            break counted;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let told: Vec<_> =
        counted.iter().map(|row| (&*row.org_id, &*row.service, &*row.name, row.reason, row.records)).collect();
    assert_eq!(told, [("acme", "billing", "user_prompt", Unstored::Unknown.code(), 2)]);
    Ok(())
});

testkit::on_both_engines!(pressure_is_answered_like_elsewhere, |db| async {
    let door = Door::with(db, IngestOptions { queue_limit: 1, ..IngestOptions::default() });
    let store = door.db.store().clone();
    store.run("ALTER TABLE events_queue RENAME TO away", []).await?;
    let heard = send(&door, &[PROTOBUF], records(vec![prompt("s", "Go")])).await?;
    assert_eq!((heard.status, heard.headers["retry-after"].to_str()?), (StatusCode::SERVICE_UNAVAILABLE, "1"));
    assert_eq!(heard.protobuf_status().0, 14);
    store.run("ALTER TABLE away RENAME TO events_queue", []).await?;
    assert_eq!(send(&door, &[PROTOBUF], records(vec![prompt("s", "Go")])).await?.status, StatusCode::OK);
    let heard = send(&door, &[JSON], json_prompt("s", "more")).await?;
    assert_eq!((heard.status, heard.headers["retry-after"].to_str()?), (StatusCode::TOO_MANY_REQUESTS, "5"));
    assert!(heard.json()["message"].as_str().is_some_and(|message| message.starts_with("QUEUE_FULL")));
    Ok(())
});

testkit::on_both_engines!(more_events_than_a_batch_are_stored_in_parts, |db| async {
    let door = Door::with(db, IngestOptions { max_batch_events: 7, ..IngestOptions::default() });
    let many = (0..30).map(|number| prompt("s", &number.to_string())).collect();
    let heard = send(&door, &[PROTOBUF], records(many)).await?;
    assert_eq!((heard.status, heard.partial().0, door.stored().await?), (StatusCode::OK, 0, 30));
    Ok(())
});

testkit::on_both_engines!(memory_for_events_is_claimed_and_given_back, |db| async {
    let door = Door::with(db, IngestOptions { memory_limit_bytes: 1_000_000, ..IngestOptions::default() });
    // Records of a hundred bytes, whose events take ten times as much.
    let many: Vec<LogRecord> = (0..5_000).map(|number| prompt("s", &number.to_string())).collect();
    let heard = send(&door, &[PROTOBUF], records(many)).await?;
    assert!(matches!(heard.status.as_u16(), 429 | 503), "{}", heard.status);
    assert_eq!((door.stored().await?, door.ingest.intake().in_hand()), (0, 0));
    assert_eq!(send(&door, &[PROTOBUF], records(vec![prompt("s", "")])).await?.status, StatusCode::OK);
    Ok(())
});

/// A message with its prefix.
fn framed(flag: u8, message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).expect("a short message").to_be_bytes();
    [&[flag], &length[..], message].concat()
}

async fn call(door: &Door, headers: &[(&str, &str)], body: Vec<u8>) -> Result<Heard> {
    let headers = header_map(headers)?;
    let producer = of_organization("acme");
    Heard::of(grpc::accept(&door.ingest, &producer, Signal::Logs, &headers, body.into()).await).await
}

testkit::on_both_engines!(calls_over_grpc, |db| async {
    let door = Door::open(db);
    let body = records(vec![prompt("s", "Go"), prompt("", "nowhere")]);
    for (headers, flag, message) in [
        (vec![], 0, body.clone()),
        (vec![("grpc-encoding", "gzip")], 1, gzip(&body)),
        (vec![("grpc-encoding", "gzip")], 0, body.clone()),
    ] {
        let heard = call(&door, &headers, framed(flag, &message)).await?;
        assert_eq!((heard.status, heard.kind()), (StatusCode::OK, "application/grpc"));
        assert_eq!(heard.trailers["grpc-status"], "0");
        assert_eq!(heard.body[..1], [0]);
        let answer = Heard { body: heard.body[5..].to_vec(), ..heard };
        assert_eq!(answer.partial().0, 1);
    }
    assert_eq!(door.stored().await?, 1);

    for (headers, body, status, code) in [
        (vec![], framed(0, b"\x0a"), "3", "UNREADABLE_BODY"),
        (vec![], framed(1, &body), "3", "UNREADABLE_BODY"),
        (vec![], body.clone(), "3", "UNREADABLE_BODY"),
        (vec![("grpc-encoding", "snappy")], framed(0, &body), "12", "UNSUPPORTED_ENCODING"),
        (vec![("grpc-encoding", "gzip")], framed(1, &gzip(&vec![0; 64 * 1024 * 1024])), "8", "BODY_TOO_LARGE"),
    ] {
        let heard = call(&door, &headers, body).await?;
        assert_eq!((heard.status, &heard.headers["grpc-status"]), (StatusCode::OK, &HeaderValue::from_static(status)));
        assert!(heard.headers["grpc-message"].to_str()?.starts_with(code), "{:?}", heard.headers);
        assert!(heard.body.is_empty() && !heard.headers.contains_key("grpc-status-details-bin"));
    }

    door.db.store().run("ALTER TABLE events_queue RENAME TO away", []).await?;
    let heard = call(&door, &[], framed(0, &records(vec![prompt("s", "again")]))).await?;
    assert_eq!(heard.headers["grpc-status"], "14");
    assert!(heard.headers.contains_key("grpc-status-details-bin"), "it is sent again: {:?}", heard.headers);
    Ok(())
});
