//! Runs adapters on records written in short, which become OTLP in JSON on the way.
use super::{Events, Maker, Place, Seen, adapt};
use crate::otlp::Signal;
use crate::otlp::json_records;
use crate::otlp::record::{Attributes, Malformed, Record, Scope, Sink};
use domain::contract::FieldError;
use domain::{Event, OrgId};
use serde_json::{Value, json};

/// An attribute: its name and its value as JSON.
pub(super) type Named = (&'static str, Value);

/// What adapters make of some records.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) events: Vec<Event>,
    pub(super) seen: Vec<Seen>,
    pub(super) errors: Vec<FieldError>,
}

impl Told {
    /// Each event in a line: its time in milliseconds, its type, session, run, person, mode, payload and text.
    pub(super) fn lines(&self) -> Vec<String> {
        assert!(self.errors.is_empty(), "{:?}", self.errors);
        self.events.iter().map(line).collect()
    }

    /// The distinct ids.
    pub(super) fn ids(&self) -> std::collections::BTreeSet<String> {
        self.events.iter().map(|event| event.event_id().to_string()).collect()
    }
}

fn line(event: &Event) -> String {
    let mut body = event.body.clone();
    let text = body.take_text().map_or_else(String::new, |text| format!(" {text:?}"));
    let origin = event.origin.as_deref().expect("an agent");
    format!(
        "{} {} {} {} {} {} {}{text}",
        event.occurred_at().0 / 1_000,
        event.body.event_type().wire(),
        event.session_id,
        event.run_id.as_ref().map_or("-", |run| run.as_str()),
        event.user_id.as_ref().map_or("-", |user| user.as_str()),
        origin.mode.map_or("-", domain::Mode::wire),
        serde_json::to_string(&body).expect("JSON"),
    )
}

/// A value of an attribute as OTLP.
fn any_value(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(flag) => json!({"boolValue": flag}),
        Value::Number(number) if number.is_f64() => json!({"doubleValue": number}),
        Value::Number(number) => json!({"intValue": number.to_string()}),
        Value::String(text) => json!({"stringValue": text}),
        Value::Array(items) => {
            json!({"arrayValue": {"values": items.iter().map(any_value).collect::<Vec<_>>()}})
        }
        Value::Object(_) => panic!("no test needs one"),
    }
}

fn attributes(named: &[Named]) -> Value {
    named.iter().map(|(name, value)| json!({"key": name, "value": any_value(value)})).collect()
}

/// A log record at a time in milliseconds.
pub(super) fn log(time: i64, named: &[Named]) -> Value {
    json!({"timeUnixNano": format!("{time}000000"), "attributes": attributes(named)})
}

/// A span of a trace between two times in milliseconds.
pub(super) fn span(trace: u8, times: (i64, i64), named: &[Named]) -> Value {
    json!({
        "traceId": format!("{trace:032x}"),
        "spanId": format!("{:016x}", times.1),
        "parentSpanId": "00000000000000ff",
        "name": "a span",
        "startTimeUnixNano": format!("{}000000", times.0),
        "endTimeUnixNano": format!("{}000000", times.1),
        "attributes": attributes(named),
    })
}

/// The same as the root of its trace.
pub(super) fn root(mut span: Value) -> Value {
    span["parentSpanId"] = json!("");
    span
}

/// The same with an error.
pub(super) fn failed(mut span: Value) -> Value {
    span["status"] = json!({"code": 2});
    span
}

/// A sum with one point at a time in milliseconds.
pub(super) fn sum(name: &str, temporality: u8, time: i64, value: f64, named: &[Named]) -> Value {
    let point = json!({
        "startTimeUnixNano": "1000000",
        "timeUnixNano": format!("{time}000000"),
        "asDouble": value,
        "attributes": attributes(named),
    });
    json!({"name": name, "sum": {"aggregationTemporality": temporality, "isMonotonic": true, "dataPoints": [point]}})
}

/// What adapters make of records of one scope, of a resource with these attributes.
pub(super) fn tell(signal: Signal, resource: &[Named], scope: &str, records: &[Value]) -> Told {
    let (resources, scopes, of_scope) = match signal {
        Signal::Logs => ("resourceLogs", "scopeLogs", "logRecords"),
        Signal::Traces => ("resourceSpans", "scopeSpans", "spans"),
        Signal::Metrics => ("resourceMetrics", "scopeMetrics", "metrics"),
    };
    let body = json!({resources: [{
        "resource": {"attributes": attributes(resource)},
        scopes: [{"scope": {"name": scope}, of_scope: records}],
    }]})
    .to_string();
    let mut teller = Teller::default();
    json_records(signal, &body, &mut teller).expect("OTLP");
    teller.told
}

#[derive(Default)]
struct Teller<'a> {
    maker: Maker,
    place: Place<'a>,
    told: Told,
}

impl<'a> Sink<'a> for Teller<'a> {
    fn resource(&mut self, attributes: Result<Attributes<'a>, Malformed>) {
        self.place.resource = attributes.expect("attributes");
    }

    fn scope(&mut self, scope: Scope<'a>) {
        self.place.scope = scope;
    }

    fn record(&mut self, record: Result<Record<'a>, Malformed>) {
        let (record, org_id) = (record.expect("a record"), OrgId::from("acme"));
        let mut events = Events::new(&mut self.maker, &org_id, &record, 100);
        match adapt(&record, &self.place, &mut events) {
            Ok(seen) => self.told.seen.push(seen),
            Err(error) => return self.told.errors.push(error),
        }
        self.told.events.extend(events.into_made());
    }
}
