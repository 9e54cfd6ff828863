//! Which events won each "first" and "last" of a run or session, as one small column.
//!
//! Most of them are the same event, so its id is stored once. Stored form: one byte for the version (1); the
//! number of distinct ids (LEB128) and each id (LEB128 length, bytes); then for each slot 0 if it is empty,
//! otherwise the number of its id, counted from 1, and the offset of its instant from the row's base instant in
//! microseconds (zigzag LEB128). Equal keys have equal stored forms.
use crate::leb128;
use crate::{EventId, Instant, Key};
use thiserror::Error;

const VERSION: u8 = 1;

/// Why stored bytes are not keys.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the stored event keys are damaged")]
pub struct KeysError;

/// Encodes the slots; `base` is an instant that the row stores anyway.
#[must_use]
pub fn encode(base: Instant, slots: &[Option<&Key>]) -> Vec<u8> {
    let mut ids: Vec<&EventId> = Vec::new();
    for key in slots.iter().flatten() {
        if !ids.contains(&&key.event_id) {
            ids.push(&key.event_id);
        }
    }
    let mut bytes = vec![VERSION];
    leb128::write(&mut bytes, ids.len() as u64);
    for id in &ids {
        leb128::write(&mut bytes, id.as_str().len() as u64);
        bytes.extend_from_slice(id.as_str().as_bytes());
    }
    for slot in slots {
        match slot {
            None => bytes.push(0),
            Some(key) => {
                let number = ids.iter().position(|id| **id == key.event_id).map_or(0, |index| index + 1);
                leb128::write(&mut bytes, number as u64);
                leb128::write_signed(&mut bytes, key.at.0.wrapping_sub(base.0));
            }
        }
    }
    bytes
}

/// Decodes the slots.
///
/// # Errors
/// When the bytes are not the stored form of `N` slots.
pub fn decode<const N: usize>(base: Instant, bytes: &[u8]) -> Result<[Option<Key>; N], KeysError> {
    let (version, mut rest) = bytes.split_first().ok_or(KeysError)?;
    if *version != VERSION {
        return Err(KeysError);
    }
    let count = leb128::read(&mut rest).ok_or(KeysError)?;
    let mut ids = Vec::new();
    for _ in 0..count {
        let length = usize::try_from(leb128::read(&mut rest).ok_or(KeysError)?).map_err(|_| KeysError)?;
        let (id, after) = rest.split_at_checked(length).ok_or(KeysError)?;
        ids.push(EventId::from(std::str::from_utf8(id).map_err(|_| KeysError)?));
        rest = after;
    }
    let mut slots = [const { None }; N];
    for slot in &mut slots {
        let number = leb128::read(&mut rest).ok_or(KeysError)?;
        if let Some(index) = number.checked_sub(1) {
            let event_id = usize::try_from(index).ok().and_then(|index| ids.get(index)).ok_or(KeysError)?.clone();
            let distance = leb128::read_signed(&mut rest).ok_or(KeysError)?;
            *slot = Some(Key { at: Instant(base.0.wrapping_add(distance)), event_id });
        }
    }
    if rest.is_empty() { Ok(slots) } else { Err(KeysError) }
}

/// The keys of a run; the base instant is that of its first event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunKeys {
    /// Its first event.
    pub first: Key,
    /// Its first `run_started`.
    pub started: Option<Key>,
    /// The first of its events that names a person.
    pub user: Option<Key>,
    /// The first `run_started` that carries a queue wait.
    pub queue_wait: Option<Key>,
    /// The first of its events that names a model.
    pub model: Option<Key>,
    /// Its terminal event.
    pub terminal: Option<Key>,
}

impl RunKeys {
    /// Reads the column `keys` of a run whose first event happened at `first_at`.
    ///
    /// # Errors
    /// When the bytes are not the stored keys of a run.
    pub fn decode(first_at: Instant, bytes: &[u8]) -> Result<Self, KeysError> {
        let [first, started, user, queue_wait, model, terminal] = decode(first_at, bytes)?;
        Ok(Self { first: first.ok_or(KeysError)?, started, user, queue_wait, model, terminal })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> impl Strategy<Value = Key> {
        (any::<i64>(), "[a-c]{1,3}").prop_map(|(at, id)| Key { at: Instant(at), event_id: EventId::from(id) })
    }

    proptest! {
        #[test]
        fn round_trip(base in any::<i64>(), slots in prop::array::uniform4(prop::option::of(key()))) {
            let bytes = encode(Instant(base), &slots.each_ref().map(Option::as_ref));
            prop_assert_eq!(decode::<4>(Instant(base), &bytes), Ok(slots));
        }

        #[test]
        fn any_bytes_are_keys_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = decode::<3>(Instant(0), &bytes);
        }
    }
}
