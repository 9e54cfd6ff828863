//! Writes protobuf by hand, because no library writes it wrong.
use ingest::otlp::Signal;

/// The scope of the records that are read as those of an agent.
const SCOPES: [(Signal, &str); 3] =
    [(Signal::Logs, "com.anthropic.claude_code.events"), (Signal::Traces, "any"), (Signal::Metrics, "any")];

/// The scope of a signal's records.
pub(super) fn scope(signal: Signal) -> &'static str {
    SCOPES.iter().find(|(known, _)| *known == signal).map_or("", |(_, scope)| scope)
}

pub(super) fn varint(mut value: u64) -> Vec<u8> {
    let mut to = Vec::new();
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
    to
}

fn tag(field: u64, kind: u64) -> Vec<u8> {
    varint(field << 3 | kind)
}

pub(super) fn number(field: u64, value: u64) -> Vec<u8> {
    [tag(field, 0), varint(value)].concat()
}

pub(super) fn fixed(field: u64, value: u64) -> Vec<u8> {
    [tag(field, 1), value.to_le_bytes().to_vec()].concat()
}

pub(super) fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
    [tag(field, 2), varint(value.len() as u64), value.to_vec()].concat()
}

/// An attribute with a value that is written already.
pub(super) fn attribute(field: u64, key: &str, value: &[u8]) -> Vec<u8> {
    bytes(field, &[bytes(1, key.as_bytes()), bytes(2, value)].concat())
}

pub(super) fn text(value: impl AsRef<[u8]>) -> Vec<u8> {
    bytes(1, value.as_ref())
}

pub(super) fn flag(value: u64) -> Vec<u8> {
    number(2, value)
}

pub(super) fn whole(value: i64) -> Vec<u8> {
    number(3, value.cast_unsigned())
}

pub(super) fn real(value: f64) -> Vec<u8> {
    fixed(4, value.to_bits())
}

/// A value within lists or maps, one in the other.
pub(super) fn nested(depth: usize, is_map: bool) -> Vec<u8> {
    // From the inside out, and therefore backward.
    let mut backward: Vec<u8> = whole(1).into_iter().rev().collect();
    let mut within = |field: u64, before: &[u8]| {
        let length = backward.len();
        let head = [before.to_vec(), tag(field, 2), varint(length as u64)].concat();
        backward.extend(head.into_iter().rev());
    };
    for _ in 0..depth {
        if is_map {
            within(2, &bytes(1, b"k"));
            within(1, &[]);
            within(6, &[]);
        } else {
            within(1, &[]);
            within(5, &[]);
        }
    }
    backward.reverse();
    backward
}

/// A request with one resource and one scope.
pub(super) fn request(signal: Signal, resource: &[u8], records: &[Vec<u8>]) -> Vec<u8> {
    scoped(resource, scope(signal), records)
}

pub(super) fn scoped(resource: &[u8], scope: &str, records: &[Vec<u8>]) -> Vec<u8> {
    let mut of_scope = bytes(1, &bytes(1, scope.as_bytes()));
    for record in records {
        of_scope.extend(bytes(2, record));
    }
    bytes(1, &[bytes(1, resource), bytes(2, &of_scope)].concat())
}
