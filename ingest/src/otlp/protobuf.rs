//! Reads OTLP in protobuf. The messages of all three signals have the same shape: resources, within them
//! scopes, within them records; only the records differ.
//!
//! A record that is malformed is reported by itself. If the frame around the records is, nothing behind it can
//! be read, and the body as a whole is malformed.
use super::Signal;
use super::record::{Attributes, LogRecord, Malformed, Point, PointKind, Record, Scope, Sink, Span, metric_name};
use super::value::{Nested, Value};
use super::wire::Message;
use std::borrow::Cow;

/// The status code of a span with an error.
const STATUS_ERROR: u64 = 2;
/// The aggregation temporality of sums since the point before.
const DELTA: u64 = 1;

/// Reads a body.
///
/// # Errors
/// When the frame around the records is malformed.
pub(super) fn read<'a>(signal: Signal, body: &'a [u8], sink: &mut impl Sink<'a>) -> Result<(), Malformed> {
    let mut request = Message::new(body);
    while let Some((number, data)) = request.next()? {
        if number == 1 {
            of_resource(signal, data.bytes()?, sink)?;
        }
    }
    Ok(())
}

/// The records of one resource, which may stand behind them.
fn of_resource<'a>(signal: Signal, bytes: &'a [u8], sink: &mut impl Sink<'a>) -> Result<(), Malformed> {
    let mut resource = Ok(Attributes::default());
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        if number == 1 {
            resource = attributes(data.bytes()?, 1);
        }
    }
    sink.resource(resource);
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        if number == 2 {
            of_scope(signal, data.bytes()?, sink)?;
        }
    }
    Ok(())
}

/// The records of one scope, likewise.
fn of_scope<'a>(signal: Signal, bytes: &'a [u8], sink: &mut impl Sink<'a>) -> Result<(), Malformed> {
    let mut scope = Scope::default();
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        if number == 1 {
            scope = self::scope(data.bytes()?)?;
        }
    }
    sink.scope(scope);
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        if number == 2 {
            let bytes = data.bytes()?;
            match signal {
                Signal::Logs => sink.record(log(bytes).map(Record::Log)),
                Signal::Traces => sink.record(span(bytes).map(Record::Span)),
                Signal::Metrics => metric(bytes, sink),
            }
        }
    }
    Ok(())
}

fn scope(bytes: &[u8]) -> Result<Scope<'_>, Malformed> {
    let mut scope = Scope::default();
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        if number == 1 {
            scope.name = text(data.bytes()?);
        }
    }
    Ok(scope)
}

fn log(bytes: &[u8]) -> Result<LogRecord<'_>, Malformed> {
    let mut log = LogRecord::default();
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        match number {
            1 => log.time = data.fixed64()?,
            5 => log.body = value(data.bytes()?)?,
            6 => {
                let (name, value) = key_value(data.bytes()?)?;
                log.attributes.push(name, value)?;
            }
            9 => log.trace_id = id(data.bytes()?),
            10 => log.span_id = id(data.bytes()?),
            11 => log.observed = data.fixed64()?,
            12 => log.event_name = text(data.bytes()?),
            _ => {}
        }
    }
    Ok(log)
}

fn span(bytes: &[u8]) -> Result<Span<'_>, Malformed> {
    let mut span = Span::default();
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        match number {
            1 => span.trace_id = id(data.bytes()?),
            2 => span.span_id = id(data.bytes()?),
            4 => span.parent_span_id = id(data.bytes()?),
            5 => span.name = text(data.bytes()?),
            7 => span.start = data.fixed64()?,
            8 => span.end = data.fixed64()?,
            9 => {
                let (name, value) = key_value(data.bytes()?)?;
                span.attributes.push(name, value)?;
            }
            15 => span.is_error = status(data.bytes()?)? == STATUS_ERROR,
            _ => {}
        }
    }
    Ok(span)
}

fn status(bytes: &[u8]) -> Result<u64, Malformed> {
    let mut code = 0;
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        if number == 3 {
            code = data.varint()?;
        }
    }
    Ok(code)
}

/// The data points of a metric.
fn metric<'a>(bytes: &'a [u8], sink: &mut impl Sink<'a>) {
    let read = || -> Result<_, Malformed> {
        let (mut name, mut points) = (Cow::Borrowed(""), None);
        let mut fields = Message::new(bytes);
        while let Some((number, data)) = fields.next()? {
            match number {
                1 => name = metric_name(text(data.bytes()?)),
                7 => points = Some((true, data.bytes()?)),
                5 | 9 | 10 | 11 => points = Some((false, data.bytes()?)),
                _ => {}
            }
        }
        let Some((is_sum, points)) = points else { return Ok(None) };
        let kind = if is_sum { kind(points)? } else { PointKind::Other };
        Ok(Some((name, kind, points)))
    };
    let (name, kind, points) = match read() {
        Ok(Some(read)) => read,
        Ok(None) => return,
        Err(malformed) => return sink.record(Err(malformed)),
    };
    let mut fields = Message::new(points);
    loop {
        match fields.next() {
            Ok(Some((1, data))) => {
                sink.record(data.bytes().and_then(|bytes| point(name.clone(), kind, bytes)).map(Record::Point));
            }
            Ok(Some(_)) => {}
            Ok(None) => return,
            Err(malformed) => return sink.record(Err(malformed)),
        }
    }
}

/// What the data points of a sum are, which may stand behind them.
fn kind(sum: &[u8]) -> Result<PointKind, Malformed> {
    let mut kind = PointKind::Cumulative;
    let mut fields = Message::new(sum);
    while let Some((number, data)) = fields.next()? {
        if number == 2 {
            kind = if data.varint()? == DELTA { PointKind::Delta } else { PointKind::Cumulative };
        }
    }
    Ok(kind)
}

/// Points of other kinds than sums have other fields, which nobody reads.
fn point<'a>(metric: Cow<'a, str>, kind: PointKind, bytes: &'a [u8]) -> Result<Point<'a>, Malformed> {
    let mut point = Point { metric, kind, ..Point::default() };
    if kind == PointKind::Other {
        return Ok(point);
    }
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        match number {
            2 => point.start = data.fixed64()?,
            3 => point.time = data.fixed64()?,
            4 => point.value = Value::Real(f64::from_bits(data.fixed64()?)),
            6 => point.value = Value::Whole(data.fixed64()?.cast_signed()),
            7 => {
                let (name, value) = key_value(data.bytes()?)?;
                point.attributes.push(name, value)?;
            }
            _ => {}
        }
    }
    Ok(point)
}

/// The attributes in the fields of this number.
fn attributes(bytes: &[u8], number: u64) -> Result<Attributes<'_>, Malformed> {
    let mut attributes = Attributes::default();
    let mut fields = Message::new(bytes);
    while let Some((found, data)) = fields.next()? {
        if found == number {
            let (name, value) = key_value(data.bytes()?)?;
            attributes.push(name, value)?;
        }
    }
    Ok(attributes)
}

fn key_value(bytes: &[u8]) -> Result<(Cow<'_, str>, Value<'_>), Malformed> {
    let (mut name, mut value) = (Cow::Borrowed(""), Value::Empty);
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        match number {
            1 => name = text(data.bytes()?),
            2 => value = self::value(data.bytes()?)?,
            _ => {}
        }
    }
    Ok((name, value))
}

fn value(bytes: &[u8]) -> Result<Value<'_>, Malformed> {
    let mut value = Value::Empty;
    let mut fields = Message::new(bytes);
    while let Some((number, data)) = fields.next()? {
        match number {
            1 => value = Value::Text(text(data.bytes()?)),
            2 => value = Value::Flag(data.varint()? != 0),
            3 => value = Value::Whole(data.varint()?.cast_signed()),
            4 => value = Value::Real(f64::from_bits(data.fixed64()?)),
            5 => value = Value::List(Nested::Protobuf(data.bytes()?)),
            6 => value = Value::Map(Nested::Protobuf(data.bytes()?)),
            7 => value = Value::Bytes(Cow::Borrowed(data.bytes()?)),
            _ => {}
        }
    }
    Ok(value)
}

/// A text; what is not UTF-8 in it is replaced. Nearly all of them are UTF-8, which is much faster to check than to
/// search for what is not.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Visits the values of a list, up to the first that is malformed.
pub(super) fn list<'a>(bytes: &'a [u8], visit: &mut dyn FnMut(Value<'a>)) {
    let mut fields = Message::new(bytes);
    while let Ok(Some((number, data))) = fields.next() {
        if number == 1 {
            let Ok(value) = data.bytes().and_then(value) else { return };
            visit(value);
        }
    }
}

/// Visits the entries of a map, likewise.
pub(super) fn map<'a>(bytes: &'a [u8], visit: &mut dyn FnMut(Cow<'a, str>, Value<'a>)) {
    let mut fields = Message::new(bytes);
    while let Ok(Some((number, data))) = fields.next() {
        if number == 1 {
            let Ok((name, value)) = data.bytes().and_then(key_value) else { return };
            visit(name, value);
        }
    }
}

/// An id of fixed length; some agents send an empty one for none.
fn id<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok().filter(|id: &[u8; N]| id.iter().any(|byte| *byte != 0))
}
