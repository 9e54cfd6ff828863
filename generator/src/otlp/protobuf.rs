//! OTLP in protobuf: the few fields that agents set. The messages of all three signals have the same shape.
use super::export::{Export, Signal};
use super::record::{Attribute, Log, Point, Record, Span, Value, nanos};

/// The status code of a span with an error.
const STATUS_ERROR: u64 = 2;
/// The temporality of sums since the point before.
const DELTA: u64 = 1;

/// A request with these batches.
pub(super) fn request(signal: Signal, exports: &[Export]) -> Vec<u8> {
    let mut request = Message::default();
    for export in exports {
        request.message(1, |of_resource| {
            of_resource.message(1, |resource| resource.attributes(1, &export.source.resource));
            of_resource.message(2, |of_scope| {
                of_scope.message(1, |scope| {
                    scope.text(1, export.source.scope);
                    scope.text(2, export.source.version);
                });
                for record in &export.records {
                    of_scope.message(2, |to| match record {
                        Record::Log(record) => log(to, record),
                        Record::Span(record) => span(to, record),
                        Record::Point(record) => metric(to, record),
                    });
                }
            });
        });
    }
    debug_assert!(exports.iter().all(|export| export.signal == signal), "one request has one signal");
    request.0
}

fn log(to: &mut Message, log: &Log) {
    if let Some(time) = log.time {
        to.fixed64(1, nanos(time));
    }
    if let Some((number, name)) = log.severity {
        to.varint(2, number.into());
        to.text(3, name);
    }
    if let Some(body) = &log.body {
        to.message(5, |any| any.bytes(1, body.as_bytes()));
    }
    to.attributes(6, &log.attributes);
    if let Some(observed) = log.observed {
        to.fixed64(11, nanos(observed));
    }
    to.text(12, log.event_name);
}

fn span(to: &mut Message, span: &Span) {
    to.bytes(1, &digits(&span.trace_id));
    to.bytes(2, &digits(&span.span_id));
    if !span.parent_span_id.is_empty() {
        to.bytes(4, &digits(&span.parent_span_id));
    }
    to.text(5, &span.name);
    to.varint(6, span.kind.into());
    to.fixed64(7, nanos(span.start));
    to.fixed64(8, nanos(span.end));
    to.attributes(9, &span.attributes);
    to.message(15, |status| {
        if span.is_error {
            status.varint(3, STATUS_ERROR);
        }
    });
}

fn metric(to: &mut Message, point: &Point) {
    to.text(1, point.metric);
    to.text(3, point.unit);
    to.message(7, |sum| {
        sum.message(1, |to| {
            to.fixed64(2, nanos(point.start));
            to.fixed64(3, nanos(point.time));
            to.fixed64(4, point.value.to_bits());
            to.attributes(7, &point.attributes);
        });
        sum.varint(2, DELTA);
        sum.varint(3, 1);
    });
}

/// The bytes that hexadecimal digits stand for.
fn digits(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(0))
        .collect()
}

/// A message that is being written.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    /// A text; an empty one is left out.
    fn text(&mut self, field: u64, text: &str) {
        if !text.is_empty() {
            self.bytes(field, text.as_bytes());
        }
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.number(field << 3 | 2);
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    fn varint(&mut self, field: u64, value: u64) {
        self.number(field << 3);
        self.number(value);
    }

    fn fixed64(&mut self, field: u64, value: u64) {
        self.number(field << 3 | 1);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn message(&mut self, field: u64, write: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        write(&mut inner);
        self.bytes(field, &inner.0);
    }

    fn attributes(&mut self, field: u64, attributes: &[Attribute]) {
        for (name, value) in attributes {
            self.message(field, |pair| {
                pair.text(1, name);
                pair.message(2, |any| any.value(value));
            });
        }
    }

    /// The field of a value decides its type, so it is written even if the value is zero.
    fn value(&mut self, value: &Value) {
        match value {
            Value::Empty => {}
            Value::Text(text) => self.bytes(1, text.as_bytes()),
            Value::Flag(flag) => self.varint(2, (*flag).into()),
            Value::Whole(whole) => self.varint(3, whole.cast_unsigned()),
            Value::Real(real) => self.fixed64(4, real.to_bits()),
            Value::Texts(texts) => self.message(5, |list| {
                for text in texts {
                    list.message(1, |any| any.bytes(1, text.as_bytes()));
                }
            }),
        }
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }
}

/// How many records a response says were rejected, and why.
pub(crate) fn rejected(response: &[u8]) -> (u64, String) {
    let mut found = (0, String::new());
    let partial = fields(response).into_iter().find_map(|(field, _, bytes)| (field == 1).then_some(bytes));
    for (field, number, bytes) in partial.map(fields).unwrap_or_default() {
        match field {
            1 => found.0 = number,
            2 => found.1 = String::from_utf8_lossy(bytes).into_owned(),
            _ => {}
        }
    }
    found
}

/// The fields of a message of numbers and bytes, up to the first that is neither.
fn fields(mut bytes: &[u8]) -> Vec<(u64, u64, &[u8])> {
    let mut fields = Vec::new();
    while let Some(tag) = varint(&mut bytes) {
        let Some(number) = varint(&mut bytes) else { break };
        let inner = match tag & 7 {
            0 => &[],
            2 => match bytes.split_at_checked(usize::try_from(number).unwrap_or(usize::MAX)) {
                Some((inner, rest)) => {
                    bytes = rest;
                    inner
                }
                None => break,
            },
            _ => break,
        };
        fields.push((tag >> 3, number, inner));
    }
    fields
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if *first < 0x80 {
            return Some(number);
        }
    }
    None
}
