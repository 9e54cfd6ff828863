//! Both decoders, compared with each other, with the reference implementation's encoder, and fed with damage.
use super::digest::Digest;
use super::record::{Attributes, Malformed, PointKind, Record, Scope, Sink};
use super::value::Value;
use super::{Signal, json, protobuf};
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::number_data_point::Value as Number;
use opentelemetry_proto::tonic::metrics::v1::{
    Gauge, Histogram, HistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, Sum,
};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, Status};
use prost::Message as _;

/// What a body contains, in words.
#[derive(Default)]
struct Heard {
    lines: Vec<String>,
    digest: Digest,
}

impl Heard {
    fn malformed(&self) -> usize {
        self.lines.iter().filter(|line| line.starts_with("malformed")).count()
    }

    fn records(&self) -> usize {
        self.lines.iter().filter(|line| line.starts_with("record")).count()
    }
}

impl<'a> Sink<'a> for Heard {
    fn resource(&mut self, attributes: Result<Attributes<'a>, Malformed>) {
        self.lines.push(match attributes {
            Ok(attributes) => format!("resource {}", told(&attributes)),
            Err(error) => format!("resource {error:?}"),
        });
    }

    fn scope(&mut self, scope: Scope<'a>) {
        self.lines.push(format!("scope {}", scope.name));
    }

    fn record(&mut self, record: Result<Record<'a>, Malformed>) {
        let record = match record {
            Ok(record) => record,
            Err(error) => return self.lines.push(format!("malformed {error:?}")),
        };
        let own = match &record {
            Record::Log(log) => {
                let body = value(&log.body);
                format!("{} {} {} {body} {:?} {:?}", log.time, log.observed, log.event_name, log.trace_id, log.span_id)
            }
            Record::Span(span) => format!(
                "{} {} {} {} {:?} {:?} {:?}",
                span.name, span.start, span.end, span.is_error, span.trace_id, span.span_id, span.parent_span_id
            ),
            Record::Point(point) => {
                let value = value(&point.value);
                format!("{} {:?} {} {} {value}", point.metric, point.kind, point.start, point.time)
            }
        };
        let digest = self.digest.of(&record);
        self.lines.push(format!("record {own} {} {digest:x}", told(record.attributes())));
    }
}

fn told(attributes: &Attributes<'_>) -> String {
    attributes.iter().map(|(name, held)| format!("{name}={} ", value(held))).collect()
}

fn value(held: &Value<'_>) -> String {
    value_at(held, 0)
}

/// A deep value takes stack to show, unlike to read.
fn value_at(held: &Value<'_>, depth: usize) -> String {
    match held {
        Value::List(_) | Value::Map(_) if depth == 20 => String::from("deep"),
        Value::List(list) => {
            let mut text = String::from("[");
            list.values(&mut |held| text.push_str(&format!("{},", value_at(&held, depth + 1))));
            text + "]"
        }
        Value::Map(map) => {
            let mut text = String::from("{");
            map.entries(&mut |name, held| text.push_str(&format!("{name}:{},", value_at(&held, depth + 1))));
            text + "}"
        }
        Value::Real(real) => format!("{real:?}f"),
        held => format!("{held:?}"),
    }
}

fn hear_protobuf(signal: Signal, body: &[u8]) -> (Heard, Result<(), Malformed>) {
    let mut heard = Heard::default();
    let read = protobuf::read(signal, body, &mut heard);
    (heard, read)
}

fn hear_json(signal: Signal, body: &str) -> (Heard, Result<(), Malformed>) {
    let mut heard = Heard::default();
    let read = json::read(signal, body, &mut heard);
    (heard, read)
}

/// Both bodies say the same.
fn same(signal: Signal, body: &[u8], text: &str) {
    let (of_protobuf, read) = hear_protobuf(signal, body);
    assert_eq!(read, Ok(()));
    let (of_json, read) = hear_json(signal, text);
    assert_eq!(read, Ok(()));
    assert_eq!(of_protobuf.lines, of_json.lines);
    assert!(of_json.records() > 0);
}

fn any(value: Any) -> Option<AnyValue> {
    Some(AnyValue { value: Some(value) })
}

fn named(key: &str, value: Option<AnyValue>) -> KeyValue {
    KeyValue { key: key.to_owned(), value, ..KeyValue::default() }
}

fn text(key: &str, value: &str) -> KeyValue {
    named(key, any(Any::StringValue(value.to_owned())))
}

fn resource() -> Option<Resource> {
    Some(Resource { attributes: vec![text("service.name", "tester")], ..Resource::default() })
}

fn scope() -> Option<InstrumentationScope> {
    Some(InstrumentationScope { name: "lib".to_owned(), ..InstrumentationScope::default() })
}

fn logs(records: Vec<LogRecord>) -> Vec<u8> {
    let scope_logs = vec![ScopeLogs { scope: scope(), log_records: records, schema_url: "s".to_owned() }];
    let resource_logs = vec![ResourceLogs { resource: resource(), scope_logs, schema_url: "r".to_owned() }];
    ExportLogsServiceRequest { resource_logs }.encode_to_vec()
}

fn log(attributes: Vec<KeyValue>) -> LogRecord {
    LogRecord { time_unix_nano: 5, attributes, ..LogRecord::default() }
}

#[test]
fn logs_in_every_form_that_agents_write() {
    let list = ArrayValue {
        values: vec![AnyValue { value: None }, AnyValue { value: Some(Any::StringValue("x".to_owned())) }],
    };
    let map = KeyValueList { values: vec![text("k", "v")] };
    let record = LogRecord {
        time_unix_nano: u64::MAX,
        observed_time_unix_nano: 7,
        severity_number: 9,
        severity_text: "INFO".to_owned(),
        body: any(Any::ArrayValue(list)),
        attributes: vec![
            text("text", "é\"\n"),
            named("flag", any(Any::BoolValue(true))),
            named("whole", any(Any::IntValue(-3))),
            named("least", any(Any::IntValue(i64::MIN))),
            named("real", any(Any::DoubleValue(0.0091104))),
            named("one", any(Any::DoubleValue(1.0))),
            named("nan", any(Any::DoubleValue(f64::NAN))),
            named("bytes", any(Any::BytesValue(vec![0, 255]))),
            named("map", any(Any::KvlistValue(map))),
            named("empty", any(Any::StringValue(String::new()))),
            named("none", None),
            named("nothing", Some(AnyValue { value: None })),
        ],
        dropped_attributes_count: 1,
        flags: 1,
        trace_id: (1..=16).collect(),
        span_id: (1..=8).collect(),
        event_name: "happened".to_owned(),
    };
    let second = LogRecord { trace_id: Vec::new(), ..log(Vec::new()) };
    let written = r#" { "resourceLogs" : [ {
        "scopeLogs": [{"logRecords": [
            {"timeUnixNano": "18446744073709551615", "observedTimeUnixNano": 7, "severityNumber": "SEVERITY_NUMBER_INFO",
             "body": {"arrayValue": {"values": [{}, {"stringValue": "x"}]}},
             "attributes": [
                {"key": "text", "value": {"stringValue": "\u00e9\"\n"}},
                {"value": {"boolValue": true}, "key": "flag"},
                {"key": "whole", "value": {"intValue": "-3"}},
                {"key": "least", "value": {"intValue": -9223372036854775808}},
                {"key": "real", "value": {"doubleValue": 0.0091104}},
                {"key": "one", "value": {"doubleValue": 1}},
                {"key": "nan", "value": {"doubleValue": "NaN"}},
                {"key": "bytes", "value": {"bytesValue": "AP8="}},
                {"key": "map", "value": {"kvlistValue": {"values": [{"key": "k", "value": {"stringValue": "v"}}]}}},
                {"key": "empty", "value": {"stringValue": ""}},
                {"key": "none"},
                {"key": "nothing", "value": {}}],
             "flags": 1, "unknown": [[[{}]]], "eventName": "happened",
             "traceId": "0102030405060708090A0b0c0d0e0f10", "spanId": "0102030405060708"},
            {"timeUnixNano": 5.0, "observedTimeUnixNano": "0", "traceId": "", "spanId": null, "body": null, "attributes": null}],
            "scope": {"name": "lib", "version": ""}, "schemaUrl": "s"}],
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "tester"}}]} } ] } "#;
    same(Signal::Logs, &logs(vec![record, second]), written);
}

#[test]
fn spans_and_points() {
    let span = Span {
        trace_id: vec![7; 16],
        span_id: vec![8; 8],
        parent_span_id: vec![9; 8],
        name: "call".to_owned(),
        kind: 3,
        start_time_unix_nano: 10,
        end_time_unix_nano: 20,
        attributes: vec![text("a", "b")],
        status: Some(Status { message: "bad".to_owned(), code: 2 }),
        ..Span::default()
    };
    let fine = Span { status: Some(Status::default()), parent_span_id: Vec::new(), ..span.clone() };
    let scope_spans = vec![ScopeSpans { scope: scope(), spans: vec![span, fine], ..ScopeSpans::default() }];
    let resource_spans = vec![ResourceSpans { resource: resource(), scope_spans, ..ResourceSpans::default() }];
    let ids = r#""traceId": "07070707070707070707070707070707", "spanId": "0808080808080808""#;
    let rest = r#""name": "call", "kind": "SPAN_KIND_CLIENT", "startTimeUnixNano": "10", "endTimeUnixNano": "20",
                  "attributes": [{"key": "a", "value": {"stringValue": "b"}}], "events": [{"name": "e"}]"#;
    let written = format!(
        r#"{{"resourceSpans": [{{"resource": {{"attributes": [{{"key": "service.name", "value": {{"stringValue": "tester"}}}}]}},
            "scopeSpans": [{{"scope": {{"name": "lib"}}, "spans": [
                {{{ids}, "parentSpanId": "0909090909090909", {rest}, "status": {{"message": "bad", "code": "STATUS_CODE_ERROR"}}}},
                {{{ids}, "parentSpanId": "", {rest}, "status": {{}}}}]}}]}}]}}"#
    );
    same(Signal::Traces, &ExportTraceServiceRequest { resource_spans }.encode_to_vec(), &written);

    let point = |value| NumberDataPoint {
        attributes: vec![text("a", "b")],
        start_time_unix_nano: 1,
        time_unix_nano: 2,
        value: Some(value),
        ..NumberDataPoint::default()
    };
    let metric = |name: &str, data| Metric { name: name.to_owned(), data: Some(data), ..Metric::default() };
    let sum = |temporality, value| {
        Data::Sum(Sum { data_points: vec![point(value)], aggregation_temporality: temporality, is_monotonic: true })
    };
    let metrics = vec![
        metric("delta", sum(1, Number::AsDouble(0.5))),
        metric("cumulative", sum(2, Number::AsInt(-5))),
        metric("unspecified", sum(0, Number::AsInt(5))),
        metric("gauge", Data::Gauge(Gauge { data_points: vec![point(Number::AsInt(1))] })),
        metric(
            "histogram",
            Data::Histogram(Histogram { data_points: vec![HistogramDataPoint::default()], aggregation_temporality: 1 }),
        ),
        Metric::default(),
    ];
    let scope_metrics = vec![ScopeMetrics { scope: scope(), metrics, ..ScopeMetrics::default() }];
    let resource_metrics = vec![ResourceMetrics { resource: resource(), scope_metrics, ..ResourceMetrics::default() }];
    let common =
        r#""attributes": [{"key": "a", "value": {"stringValue": "b"}}], "startTimeUnixNano": "1", "timeUnixNano": "2""#;
    let written = format!(
        r#"{{"resourceMetrics": [{{"resource": {{"attributes": [{{"key": "service.name", "value": {{"stringValue": "tester"}}}}]}},
            "scopeMetrics": [{{"scope": {{"name": "lib"}}, "metrics": [
                {{"name": "delta", "sum": {{"dataPoints": [{{{common}, "asDouble": 0.5}}], "aggregationTemporality": "AGGREGATION_TEMPORALITY_DELTA"}}}},
                {{"sum": {{"aggregationTemporality": 2, "dataPoints": [{{{common}, "asInt": "-5"}}]}}, "name": "cumulative"}},
                {{"name": "unspecified", "sum": {{"dataPoints": [{{{common}, "asInt": 5}}]}}}},
                {{"name": "gauge", "gauge": {{"dataPoints": [{{{common}, "asInt": 1}}]}}}},
                {{"name": "histogram", "histogram": {{"dataPoints": [{{}}]}}}},
                {{}}]}}]}}]}}"#
    );
    same(Signal::Metrics, &ExportMetricsServiceRequest { resource_metrics }.encode_to_vec(), &written);
    assert_eq!(PointKind::default(), PointKind::Other);
}

#[test]
fn a_bad_record_leaves_the_others_alone() {
    let good = || log(vec![text("a", "b")]).encode_to_vec();
    let field = |number: u8, bytes: &[u8]| {
        let mut out = vec![number << 3 | 2];
        prost::encode_length_delimiter(bytes.len(), &mut out).expect("room");
        out.extend_from_slice(bytes);
        out
    };
    let many = logs(vec![log((0..1_000_000).map(|_| KeyValue::default()).collect())]);
    let bad: Vec<(&str, Vec<u8>)> = vec![
        ("cut off", good()[..good().len() - 1].to_vec()),
        ("a time as a text", field(1, b"5")),
        ("an attribute as a number", vec![6 << 3, 1]),
        ("a group", vec![0x0b]),
        ("an endless varint", vec![0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
        ("a million attributes", field(6, b"").repeat(1_000_000)),
    ];
    assert!(many.len() < 8 * 1024 * 1024);
    for (name, bad) in bad {
        let records = [good(), bad, good()].map(|record| field(2, &record)).concat();
        let body = field(1, &field(2, &records));
        let (heard, read) = hear_protobuf(Signal::Logs, &body);
        assert_eq!((read, heard.records(), heard.malformed()), (Ok(()), 2, 1), "{name}");
    }
    let fine = r#"{"timeUnixNano":"5"}"#;
    let items = format!("{}{{}}", "{},".repeat(1_000_000));
    let bad = [
        "5",
        "[]",
        r#"{"timeUnixNano":"-5"}"#,
        r#"{"timeUnixNano":"1e30"}"#,
        r#"{"timeUnixNano":{}}"#,
        r#"{"attributes":{}}"#,
        r#"{"attributes":[5]}"#,
        r#"{"attributes":[{"key":5}]}"#,
        r#"{"attributes":[{"key":"a","value":{"intValue":9223372036854775808}}]}"#,
        r#"{"attributes":[{"key":"a","value":{"intValue":"many"}}]}"#,
        r#"{"attributes":[{"key":"a","value":{"boolValue":"perhaps"}}]}"#,
        r#"{"attributes":[{"key":"a","value":{"doubleValue":"many"}}]}"#,
        r#"{"attributes":[{"key":"a","value":{"bytesValue":"?"}}]}"#,
        r#"{"attributes":[{"key":"a","value":"b"}]}"#,
        &format!(r#"{{"attributes":[{items}]}}"#),
    ];
    for bad in bad {
        let body = format!(r#"{{"resourceLogs":[{{"scopeLogs":[{{"logRecords":[{fine},{bad},{fine}]}}]}}]}}"#);
        let (heard, read) = hear_json(Signal::Logs, &body);
        let shown = &bad[..bad.len().min(80)];
        assert_eq!((read, heard.records(), heard.malformed()), (Ok(()), 2, 1), "{shown}");
    }
}

#[test]
fn what_nobody_reads_cannot_be_wrong() {
    // A list of a thousand levels, and texts that are no UTF-8.
    let mut deep = AnyValue { value: None };
    for _ in 0..1_000 {
        deep = AnyValue { value: Some(Any::ArrayValue(ArrayValue { values: vec![deep] })) };
    }
    let (heard, read) = hear_protobuf(Signal::Logs, &logs(vec![log(vec![named("a", Some(deep))])]));
    assert_eq!((read, heard.records()), (Ok(()), 1));
    let levels = format!("{}{{}}{}", r#"{"arrayValue":{"values":["#.repeat(1_000), "]}}".repeat(1_000));
    let body = format!(
        r#"{{"resourceLogs":[{{"scopeLogs":[{{"logRecords":[{{"timeUnixNano":"5","attributes":[{{"key":"a","value":{levels}}}]}}]}}]}}]}}"#
    );
    let (heard, read) = hear_json(Signal::Logs, &body);
    assert_eq!((read, heard.records()), (Ok(()), 1));
    // Half of a character, as JavaScript leaves it.
    let body = body.replace(&levels, r#"{"stringValue":"a\ud83d"}"#);
    let (heard, read) = hear_json(Signal::Logs, &body);
    assert_eq!((read, heard.records()), (Ok(()), 1));
    assert!(heard.lines[2].contains('\u{fffd}'), "{:?}", heard.lines);
}

#[test]
fn frames_that_are_none() {
    let body = logs(vec![log(vec![text("a", "b")])]);
    for end in 1..body.len() {
        let (_, read) = hear_protobuf(Signal::Logs, &body[..end]);
        assert!(read.is_err(), "{end}");
    }
    for text in [
        "",
        "null",
        "[]",
        "5",
        "{",
        "{}}",
        "{} 1",
        r#"{"resourceLogs":5}"#,
        r#"{"resourceLogs":[5]}"#,
        r#"{"resourceLogs":[{"scopeLogs":{}}]}"#,
    ] {
        assert!(hear_json(Signal::Logs, text).1.is_err(), "{text}");
    }
    // An empty request is one.
    assert_eq!(hear_protobuf(Signal::Logs, b"").1, Ok(()));
    assert_eq!(hear_json(Signal::Logs, "{}").1, Ok(()));
    assert_eq!(hear_json(Signal::Logs, r#"{"resourceLogs":null}"#).1, Ok(()));
    assert_eq!(hear_json(Signal::Logs, r#"{"resourceSpans":[{}]}"#).1, Ok(()));
}

#[test]
fn damaged_bytes_are_read_or_refused() {
    let record = log(vec![
        text("a", "b"),
        named("l", any(Any::ArrayValue(ArrayValue { values: vec![AnyValue { value: None }; 3] }))),
    ]);
    let body = logs(vec![record.clone(), record]);
    let text = r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"5","attributes":[{"key":"a","value":{"arrayValue":{"values":[{"intValue":1}]}}}]}]}]}]}"#;
    for signal in Signal::ALL {
        for position in 0..body.len() {
            for byte in 0..=255 {
                let mut damaged = body.clone();
                damaged[position] = byte;
                let _ = hear_protobuf(signal, &damaged);
            }
        }
        for position in 0..text.len() {
            for byte in [b'"', b'{', b'}', b'[', b']', b',', b':', b'0', b'-', b'\\', b' '] {
                let mut damaged = text.as_bytes().to_vec();
                damaged[position] = byte;
                let _ = hear_json(signal, &String::from_utf8(damaged).expect("ASCII"));
            }
        }
    }
}
