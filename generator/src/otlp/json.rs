//! OTLP in JSON. Agents differ in how they write whole numbers: as numbers or as texts.
use super::export::{Export, Signal};
use super::record::{Attribute, Log, Point, Record, Span, Value, nanos};
use serde_json::{Value as Json, json};

/// A request with these batches.
pub(super) fn request(signal: Signal, exports: &[Export], wholes_are_texts: bool) -> Vec<u8> {
    let write = Write { wholes_are_texts };
    let (resources, scopes, records) = match signal {
        Signal::Logs => ("resourceLogs", "scopeLogs", "logRecords"),
        Signal::Traces => ("resourceSpans", "scopeSpans", "spans"),
        Signal::Metrics => ("resourceMetrics", "scopeMetrics", "metrics"),
    };
    let all: Vec<Json> = exports
        .iter()
        .map(|export| {
            let own: Vec<Json> = export.records.iter().map(|record| write.record(record)).collect();
            json!({
                "resource": {"attributes": write.attributes(&export.source.resource)},
                scopes: [{"scope": {"name": export.source.scope, "version": export.source.version}, records: own}],
            })
        })
        .collect();
    json!({ resources: all }).to_string().into_bytes()
}

#[derive(Clone, Copy)]
struct Write {
    wholes_are_texts: bool,
}

impl Write {
    fn record(self, record: &Record) -> Json {
        match record {
            Record::Log(log) => self.log(log),
            Record::Span(span) => self.span(span),
            Record::Point(point) => self.metric(point),
        }
    }

    fn log(self, log: &Log) -> Json {
        let mut json = json!({
            "timeUnixNano": log.time.map_or(0, nanos).to_string(),
            "observedTimeUnixNano": log.observed.map_or(0, nanos).to_string(),
            "attributes": self.attributes(&log.attributes),
            "droppedAttributesCount": 0,
        });
        if let Some(body) = &log.body {
            json["body"] = json!({ "stringValue": body });
        }
        if let Some((number, name)) = log.severity {
            json["severityNumber"] = json!(number);
            json["severityText"] = json!(name);
        }
        if !log.event_name.is_empty() {
            json["eventName"] = json!(log.event_name);
        }
        json
    }

    fn span(self, span: &Span) -> Json {
        json!({
            "traceId": span.trace_id,
            "spanId": span.span_id,
            "parentSpanId": span.parent_span_id,
            "name": span.name,
            "kind": span.kind,
            "startTimeUnixNano": nanos(span.start).to_string(),
            "endTimeUnixNano": nanos(span.end).to_string(),
            "attributes": self.attributes(&span.attributes),
            "status": {"message": "", "code": if span.is_error { 2 } else { 0 }},
        })
    }

    fn metric(self, point: &Point) -> Json {
        let data_point = json!({
            "attributes": self.attributes(&point.attributes),
            "startTimeUnixNano": nanos(point.start).to_string(),
            "timeUnixNano": nanos(point.time).to_string(),
            "asDouble": point.value,
        });
        json!({
            "name": point.metric,
            "unit": point.unit,
            "sum": {"dataPoints": [data_point], "aggregationTemporality": 1, "isMonotonic": true},
        })
    }

    fn attributes(self, attributes: &[Attribute]) -> Vec<Json> {
        attributes.iter().map(|(name, value)| json!({"key": name, "value": self.value(value)})).collect()
    }

    fn value(self, value: &Value) -> Json {
        match value {
            Value::Empty => json!({}),
            Value::Text(text) => json!({ "stringValue": text }),
            Value::Flag(flag) => json!({ "boolValue": flag }),
            Value::Whole(whole) if self.wholes_are_texts => json!({ "intValue": whole.to_string() }),
            Value::Whole(whole) => json!({ "intValue": whole }),
            Value::Real(real) => json!({ "doubleValue": real }),
            Value::Texts(texts) => {
                let values: Vec<Json> = texts.iter().map(|text| json!({ "stringValue": text })).collect();
                json!({ "arrayValue": {"values": values} })
            }
        }
    }
}
