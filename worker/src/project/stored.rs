//! State in a column of bytes: one byte for the version, and a compact form that is the same for the same state.
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::StoreError;

const VERSION: u8 = 1;

/// State that is stored as bytes.
pub(super) trait Stored: Serialize + DeserializeOwned {
    /// What it is, for an error.
    const WHAT: &'static str;
}

/// The stored form.
pub(super) fn encode<T: Stored>(state: &T) -> Vec<u8> {
    // Writing to memory cannot fail.
    postcard::to_extend(state, vec![VERSION]).unwrap_or_default()
}

/// Reads the stored form.
pub(super) fn decode<T: Stored>(bytes: &[u8]) -> Result<T, StoreError> {
    let damaged = || StoreError::Damaged(T::WHAT.to_owned());
    match bytes.split_first() {
        Some((&VERSION, rest)) => postcard::from_bytes(rest).map_err(|_| damaged()),
        _ => Err(damaged()),
    }
}
