//! Reads OTLP in JSON, as agents really write it: whole numbers as numbers or as texts, enums as numbers or by
//! name, empty values and ids, null for what is absent, a resource before or behind its records.
//!
//! Nothing is kept of a body while it is read: each object and each list is passed over once to find what it
//! contains, and again to read that. As in protobuf, a malformed record is reported by itself, and a malformed
//! frame makes the whole body malformed.
use super::Signal;
use super::record::{Attributes, LogRecord, Malformed, Point, PointKind, Record, Scope, Sink, Span, metric_name};
use super::value::{Nested, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

const NO_OBJECT: Malformed = Malformed::new("expected a JSON object");
const NO_LIST: Malformed = Malformed::new("expected a JSON list");
const NO_TEXT: Malformed = Malformed::new("expected a string");
const NO_NUMBER: Malformed = Malformed::new("expected a number");
const NO_WHOLE: Malformed = Malformed::new("expected a whole number of 64 bits");
const NO_TIME: Malformed = Malformed::new("expected a time in nanoseconds since 1970");
const NO_FLAG: Malformed = Malformed::new("expected true or false");
const NO_BYTES: Malformed = Malformed::new("expected base64");

/// The absent value.
const NULL: &str = "null";

/// Reads a body.
///
/// # Errors
/// When it is not JSON, or the frame around the records is malformed.
pub(crate) fn read<'a>(signal: Signal, body: &'a str, sink: &mut impl Sink<'a>) -> Result<(), Malformed> {
    let body = body.trim();
    if !body.starts_with('{') {
        return Err(NO_OBJECT);
    }
    fields(body, &mut |name, groups| {
        if name == signal.resources() { items(groups, &mut |group| of_resource(signal, group, sink)) } else { Ok(()) }
    })
}

/// The records of one resource.
fn of_resource<'a>(signal: Signal, group: &'a str, sink: &mut impl Sink<'a>) -> Result<(), Malformed> {
    let (mut resource, mut scopes) = (Ok(Attributes::default()), NULL);
    fields(group, &mut |name, value| {
        if name == "resource" {
            resource = self::resource(value);
        } else if name == signal.scopes() {
            scopes = value;
        }
        Ok(())
    })?;
    sink.resource(resource);
    items(scopes, &mut |scope| of_scope(signal, scope, sink))
}

/// The records of one scope.
fn of_scope<'a>(signal: Signal, group: &'a str, sink: &mut impl Sink<'a>) -> Result<(), Malformed> {
    let (mut scope, mut records) = (Scope::default(), NULL);
    fields(group, &mut |name, value| {
        if name == "scope" {
            scope = self::scope(value)?;
        } else if name == signal.records() {
            records = value;
        }
        Ok(())
    })?;
    sink.scope(scope);
    items(records, &mut |record| {
        match signal {
            Signal::Logs => sink.record(log(record).map(Record::Log)),
            Signal::Traces => sink.record(span(record).map(Record::Span)),
            Signal::Metrics => metric(record, sink),
        }
        Ok(())
    })
}

fn resource(json: &str) -> Result<Attributes<'_>, Malformed> {
    let mut found = Attributes::default();
    fields(json, &mut |name, value| if name == "attributes" { attributes(value, &mut found) } else { Ok(()) })?;
    Ok(found)
}

fn scope(json: &str) -> Result<Scope<'_>, Malformed> {
    let mut scope = Scope::default();
    fields(json, &mut |name, value| {
        if name == "name" {
            scope.name = text(value)?;
        }
        Ok(())
    })?;
    Ok(scope)
}

fn log(json: &str) -> Result<LogRecord<'_>, Malformed> {
    let mut log = LogRecord::default();
    fields(json, &mut |name, value| {
        match name {
            "timeUnixNano" => log.time = time(value)?,
            "observedTimeUnixNano" => log.observed = time(value)?,
            "eventName" => log.event_name = text(value)?,
            "body" => log.body = self::value(value)?,
            "attributes" => attributes(value, &mut log.attributes)?,
            "traceId" => log.trace_id = id(value),
            "spanId" => log.span_id = id(value),
            _ => {}
        }
        Ok(())
    })?;
    Ok(log)
}

fn span(json: &str) -> Result<Span<'_>, Malformed> {
    let mut span = Span::default();
    fields(json, &mut |name, value| {
        match name {
            "traceId" => span.trace_id = id(value),
            "spanId" => span.span_id = id(value),
            "parentSpanId" => span.parent_span_id = id(value),
            "name" => span.name = text(value)?,
            "startTimeUnixNano" => span.start = time(value)?,
            "endTimeUnixNano" => span.end = time(value)?,
            "attributes" => attributes(value, &mut span.attributes)?,
            "status" => span.is_error = is_error(value)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(span)
}

/// Whether a status is an error.
fn is_error(json: &str) -> Result<bool, Malformed> {
    let mut found = false;
    fields(json, &mut |name, value| {
        if name == "code" {
            found = is_enum(value, "2", "STATUS_CODE_ERROR");
        }
        Ok(())
    })?;
    Ok(found)
}

/// The data points of a metric.
fn metric<'a>(json: &'a str, sink: &mut impl Sink<'a>) {
    let (mut metric, mut points, mut kind) = (Cow::Borrowed(""), NULL, PointKind::Other);
    let read = fields(json, &mut |name, value| {
        match name {
            "name" => metric = metric_name(text(value)?),
            "sum" => {
                kind = PointKind::Cumulative;
                fields(value, &mut |name, value| {
                    match name {
                        "dataPoints" => points = value,
                        "aggregationTemporality" if is_enum(value, "1", "AGGREGATION_TEMPORALITY_DELTA") => {
                            kind = PointKind::Delta;
                        }
                        _ => {}
                    }
                    Ok(())
                })?;
            }
            "gauge" | "histogram" | "exponentialHistogram" | "summary" => fields(value, &mut |name, value| {
                if name == "dataPoints" {
                    points = value;
                }
                Ok(())
            })?,
            _ => {}
        }
        Ok(())
    });
    let read = read.and_then(|()| {
        items(points, &mut |json| {
            sink.record(point(metric.clone(), kind, json).map(Record::Point));
            Ok(())
        })
    });
    if let Err(malformed) = read {
        sink.record(Err(malformed));
    }
}

/// Points of other kinds than sums have other fields, which nobody reads.
fn point<'a>(metric: Cow<'a, str>, kind: PointKind, json: &'a str) -> Result<Point<'a>, Malformed> {
    let mut point = Point { metric, kind, ..Point::default() };
    if kind == PointKind::Other {
        return Ok(point);
    }
    fields(json, &mut |name, value| {
        match name {
            "startTimeUnixNano" => point.start = time(value)?,
            "timeUnixNano" => point.time = time(value)?,
            "asDouble" if value != NULL => point.value = Value::Real(real(value)?),
            "asInt" if value != NULL => point.value = Value::Whole(whole(value)?),
            "attributes" => attributes(value, &mut point.attributes)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(point)
}

fn attributes<'a>(json: &'a str, to: &mut Attributes<'a>) -> Result<(), Malformed> {
    items(json, &mut |item| {
        let (name, value) = key_value(item)?;
        to.push(name, value)
    })
}

fn key_value(json: &str) -> Result<(Cow<'_, str>, Value<'_>), Malformed> {
    let (mut key, mut found) = (Cow::Borrowed(""), Value::Empty);
    fields(json, &mut |name, value| {
        match name {
            "key" => key = text(value)?,
            "value" => found = self::value(value)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok((key, found))
}

fn value(json: &str) -> Result<Value<'_>, Malformed> {
    let mut found = Value::Empty;
    fields(json, &mut |name, value| {
        match name {
            // JavaScript writes null for a number that is none.
            _ if value == NULL => {}
            "stringValue" => found = Value::Text(text(value)?),
            "boolValue" => found = Value::Flag(flag(value)?),
            "intValue" => found = Value::Whole(whole(value)?),
            "doubleValue" => found = Value::Real(real(value)?),
            "arrayValue" => found = Value::List(Nested::Json(value)),
            "kvlistValue" => found = Value::Map(Nested::Json(value)),
            "bytesValue" => {
                let bytes = STANDARD.decode(text(value)?.as_bytes()).map_err(|_| NO_BYTES)?;
                found = Value::Bytes(Cow::Owned(bytes));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Visits the values of a list, up to the first that is malformed.
pub(super) fn list<'a>(json: &'a str, visit: &mut dyn FnMut(Value<'a>)) {
    // What comes after a malformed value is not read.
    let _malformed = fields(json, &mut |name, values| {
        if name != "values" {
            return Ok(());
        }
        items(values, &mut |item| {
            visit(value(item)?);
            Ok(())
        })
    });
}

/// Visits the entries of a map, likewise.
pub(super) fn map<'a>(json: &'a str, visit: &mut dyn FnMut(Cow<'a, str>, Value<'a>)) {
    let _malformed = fields(json, &mut |name, entries| {
        if name != "values" {
            return Ok(());
        }
        items(entries, &mut |item| {
            let (name, value) = key_value(item)?;
            visit(name, value);
            Ok(())
        })
    });
}

/// A text. JavaScript cuts texts between the halves of a character; what is left of it is replaced.
fn text(json: &str) -> Result<Cow<'_, str>, Malformed> {
    if json == NULL {
        return Ok(Cow::Borrowed(""));
    }
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or(NO_TEXT)?;
    if !inner.contains('\\') {
        return Ok(Cow::Borrowed(inner));
    }
    if let Ok(text) = serde_json::from_str::<String>(json) {
        return Ok(Cow::Owned(text));
    }
    let bytes = serde_json::Deserializer::from_str(json).deserialize_bytes(Halves).map_err(|_| NO_TEXT)?;
    Ok(Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()))
}

/// A number or the text of one.
fn digits(json: &str) -> &str {
    json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(json)
}

fn whole(json: &str) -> Result<i64, Malformed> {
    let digits = digits(json);
    match digits.parse() {
        Ok(whole) => Ok(whole),
        // 5.0 or 5e3; exact below 2^53, and no agent counts that far.
        Err(_) => match digits.parse::<f64>() {
            Ok(real) if real.fract() == 0.0 && real.abs() < 9e15 => Ok(real as i64),
            _ => Err(NO_WHOLE),
        },
    }
}

fn time(json: &str) -> Result<u64, Malformed> {
    let digits = digits(json);
    if digits.is_empty() || digits == NULL {
        return Ok(0);
    }
    match digits.parse() {
        Ok(time) => Ok(time),
        Err(_) => match digits.parse::<f64>() {
            Ok(real) if real.fract() == 0.0 && (0.0..1.8e19).contains(&real) => Ok(real as u64),
            _ => Err(NO_TIME),
        },
    }
}

/// Numbers are parsed from their digits here, because the JSON library may be off by one unit in the last
/// place, which would show in an amount of money.
fn real(json: &str) -> Result<f64, Malformed> {
    digits(json).parse().map_err(|_| NO_NUMBER)
}

fn flag(json: &str) -> Result<bool, Malformed> {
    digits(json).parse().map_err(|_| NO_FLAG)
}

/// Whether an enum has this value.
fn is_enum(json: &str, number: &str, name: &str) -> bool {
    let found = digits(json);
    found == number || found == name
}

/// An id in hexadecimal digits; `None` if it is anything else, such as the empty id that some agents send.
fn id<const N: usize>(json: &str) -> Option<[u8; N]> {
    let digits = digits(json).as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut id = [0; N];
    for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = char::from(*digit).to_digit(16)?;
            *byte = *byte << 4 | u8::try_from(value).ok()?;
        }
    }
    Some(id).filter(|id| id.iter().any(|byte| *byte != 0))
}

/// Visits the fields of an object; null has none.
fn fields<'a>(json: &'a str, visit: &mut dyn FnMut(&str, &'a str) -> Result<(), Malformed>) -> Result<(), Malformed> {
    if json == NULL {
        return Ok(());
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    let mut visited = Ok(());
    let read = reader.deserialize_map(Object { visit, visited: &mut visited });
    visited?;
    read.and_then(|()| reader.end()).map_err(|error| Malformed::json(&error, NO_OBJECT))
}

/// Visits the items of a list; null has none.
fn items<'a>(json: &'a str, visit: &mut dyn FnMut(&'a str) -> Result<(), Malformed>) -> Result<(), Malformed> {
    if json == NULL {
        return Ok(());
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    let mut visited = Ok(());
    let read = reader.deserialize_seq(List { visit, visited: &mut visited });
    visited?;
    read.and_then(|()| reader.end()).map_err(|error| Malformed::json(&error, NO_LIST))
}

/// The error of the JSON library for what `visited` describes better.
const VISITED: &str = "malformed";

struct Object<'v, 'a> {
    visit: &'v mut dyn FnMut(&str, &'a str) -> Result<(), Malformed>,
    visited: &'v mut Result<(), Malformed>,
}

impl<'a> Visitor<'a> for Object<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            let value: &'a RawValue = map.next_value()?;
            if let Err(malformed) = (self.visit)(&name, value.get()) {
                *self.visited = Err(malformed);
                return Err(A::Error::custom(VISITED));
            }
        }
        Ok(())
    }
}

struct List<'v, 'a> {
    visit: &'v mut dyn FnMut(&'a str) -> Result<(), Malformed>,
    visited: &'v mut Result<(), Malformed>,
}

impl<'a> Visitor<'a> for List<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element::<&'a RawValue>()? {
            if let Err(malformed) = (self.visit)(item.get()) {
                *self.visited = Err(malformed);
                return Err(A::Error::custom(VISITED));
            }
        }
        Ok(())
    }
}

/// The name of a field, borrowed from the body if it contains no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// The bytes of a text that has halves of characters.
struct Halves;

impl Visitor<'_> for Halves {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }
}
