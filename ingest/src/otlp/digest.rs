//! The identity of a record: a digest of what it says. The same record has the same digest however it is
//! encoded, batched or ordered, whoever sends it, and however often.
//!
//! The resource is not part of it: collectors add attributes to resources on the way, and what distinguishes
//! two processes of an agent, such as the session, is in the records.
use super::record::Record;
use super::value::Value;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The depth of lists and maps from which on only their existence counts.
const MAX_DEPTH: usize = 16;

/// Longer beginnings are hashed before the rest is there, in bytes: a list of many empty values would be several
/// times longer here than in the body.
const STEP: usize = 16 * 1024;

/// Computes digests, in a buffer that is used again and again.
#[derive(Default)]
pub(crate) struct Digest {
    buffer: Buffer,
}

/// What a digest is made of.
#[derive(Default)]
struct Buffer {
    /// The end of it.
    bytes: Vec<u8>,
    /// What was hashed of it, if it is long.
    hashed: Option<Box<Xxh3>>,
}

impl Buffer {
    fn clear(&mut self) {
        self.bytes.clear();
        self.hashed = None;
    }

    fn push(&mut self, byte: u8) {
        self.extend_from_slice(&[byte]);
    }

    fn extend_from_slice(&mut self, more: &[u8]) {
        if self.bytes.len() + more.len() > STEP {
            let hashed = self.hashed.get_or_insert_default();
            hashed.update(&self.bytes);
            self.bytes.clear();
            if more.len() > STEP {
                return hashed.update(more);
            }
        }
        self.bytes.extend_from_slice(more);
    }

    /// The same as if all of it were hashed at once.
    fn digest(&mut self) -> u128 {
        match &mut self.hashed {
            None => xxh3_128(&self.bytes),
            Some(hashed) => {
                hashed.update(&self.bytes);
                hashed.digest128()
            }
        }
    }
}

impl Digest {
    /// The digest of a record.
    pub(crate) fn of(&mut self, record: &Record<'_>) -> u128 {
        // A sum does not depend on the order of the attributes, which differs between processes of one agent.
        let mut attributes = 0_u128;
        for (name, value) in record.attributes().iter() {
            self.buffer.clear();
            put_text(&mut self.buffer, name);
            put(&mut self.buffer, value, 0);
            attributes = attributes.wrapping_add(self.buffer.digest());
        }
        let to = &mut self.buffer;
        to.clear();
        to.extend_from_slice(&attributes.to_le_bytes());
        match record {
            Record::Log(log) => {
                to.push(1);
                // An observed time counts only in place of the time: collectors fill it in on the way.
                put_number(to, if log.time == 0 { log.observed } else { log.time });
                put_text(to, &log.event_name);
                put_id(to, log.trace_id.as_ref());
                put_id(to, log.span_id.as_ref());
                put(to, &log.body, 0);
            }
            Record::Span(span) => {
                to.push(2);
                put_number(to, span.start);
                put_number(to, span.end);
                put_text(to, &span.name);
                put_id(to, span.trace_id.as_ref());
                put_id(to, span.span_id.as_ref());
                put_id(to, span.parent_span_id.as_ref());
                to.push(u8::from(span.is_error));
            }
            Record::Point(point) => {
                to.push(3);
                put_number(to, point.start);
                put_number(to, point.time);
                put_text(to, &point.metric);
                put(to, &point.value, 0);
            }
        }
        to.digest()
    }

    /// The id of the event of this number that was made of the record with this digest, for a session.
    pub(crate) fn id(&mut self, digest: u128, session_id: &str, number: u8) -> String {
        self.buffer.clear();
        self.buffer.extend_from_slice(&digest.to_le_bytes());
        self.buffer.push(number);
        self.buffer.extend_from_slice(session_id.as_bytes());
        URL_SAFE_NO_PAD.encode(self.buffer.digest().to_le_bytes())
    }
}

/// Each value begins with its type, and texts with their length, so that no two records have the same bytes.
fn put(to: &mut Buffer, value: &Value<'_>, depth: usize) {
    match value {
        Value::Empty => to.push(0),
        Value::Text(text) => put_text(to, text),
        Value::Flag(flag) => to.extend_from_slice(&[2, u8::from(*flag)]),
        Value::Whole(whole) => {
            to.push(3);
            put_number(to, whole.cast_unsigned());
        }
        Value::Real(real) => {
            to.push(4);
            put_number(to, if real.is_nan() { f64::NAN.to_bits() } else { real.to_bits() });
        }
        Value::Bytes(bytes) => {
            to.push(5);
            put_number(to, bytes.len() as u64);
            to.extend_from_slice(bytes);
        }
        Value::List(_) | Value::Map(_) if depth == MAX_DEPTH => to.push(8),
        Value::List(list) => {
            to.push(6);
            list.values(&mut |value| put(to, &value, depth + 1));
            to.push(9);
        }
        Value::Map(map) => {
            to.push(7);
            map.entries(&mut |name, value| {
                put_text(to, &name);
                put(to, &value, depth + 1);
            });
            to.push(9);
        }
    }
}

fn put_text(to: &mut Buffer, text: &str) {
    to.push(1);
    put_number(to, text.len() as u64);
    to.extend_from_slice(text.as_bytes());
}

fn put_number(to: &mut Buffer, number: u64) {
    to.extend_from_slice(&number.to_le_bytes());
}

fn put_id<const N: usize>(to: &mut Buffer, id: Option<&[u8; N]>) {
    to.extend_from_slice(id.unwrap_or(&[0; N]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_record_is_hashed_in_parts() {
        let parts: Vec<Vec<u8>> =
            [3, STEP - 3, 0, 1, STEP, STEP + 1, 5 * STEP, 7].map(|length| vec![length as u8; length]).into();
        let mut buffer = Buffer::default();
        for end in 0..=parts.len() {
            buffer.clear();
            for part in &parts[..end] {
                buffer.extend_from_slice(part);
                assert!(buffer.bytes.len() <= STEP);
            }
            assert_eq!(buffer.digest(), xxh3_128(&parts[..end].concat()), "{end} parts");
        }
    }
}
