//! A value together with the event that it comes from.
use domain::Key;
use serde::{Deserialize, Serialize};

/// A value reported by an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyed<T> {
    /// The event.
    pub key: Key,
    /// The reported value.
    pub value: T,
}

/// Keeps the value of the earliest event.
pub fn keep_first<T>(slot: &mut Option<Keyed<T>>, key: &Key, value: T) {
    if slot.as_ref().is_none_or(|held| *key < held.key) {
        *slot = Some(Keyed { key: key.clone(), value });
    }
}

/// Keeps the value of the latest event.
pub fn keep_last<T>(slot: &mut Option<Keyed<T>>, key: &Key, value: T) {
    if slot.as_ref().is_none_or(|held| *key > held.key) {
        *slot = Some(Keyed { key: key.clone(), value });
    }
}

/// The one of the earlier event.
pub fn first_of<'a, T>(values: impl IntoIterator<Item = Option<&'a Keyed<T>>>) -> Option<&'a Keyed<T>> {
    values.into_iter().flatten().min_by(|one, other| one.key.cmp(&other.key))
}
