//! From a request's bytes to its events.
use super::service::Item;
use entities::contract::{Code, FieldError};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::Read;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `{"events": [..]}`.
    Json,
    /// One event a line.
    NdJson,
}

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Not at all.
    Identity,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// Why a body cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is larger than allowed, once decompressed.
    TooLarge,
    /// It is damaged or not what its headers say.
    Unreadable(String),
}

/// Undoes the compression, up to `limit` bytes.
///
/// # Errors
/// When the bytes are damaged, or more than `limit` come out of them.
pub fn decompress(encoding: Encoding, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, BodyError> {
    match encoding {
        Encoding::Identity if bytes.len() > limit => Err(BodyError::TooLarge),
        Encoding::Identity => Ok(bytes),
        Encoding::Gzip => read_up_to(MultiGzDecoder::new(bytes.as_slice()), limit, "gzip"),
        Encoding::Zstd => match zstd::stream::read::Decoder::new(bytes.as_slice()) {
            Ok(decoder) => read_up_to(decoder, limit, "zstd"),
            Err(_) => Err(BodyError::Unreadable("the zstd body is damaged".to_owned())),
        },
    }
}

fn read_up_to(reader: impl Read, limit: usize, name: &str) -> Result<Vec<u8>, BodyError> {
    let mut bytes = Vec::new();
    let read = reader.take(limit as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > limit {
        return Err(BodyError::TooLarge);
    }
    match read {
        Ok(_) => Ok(bytes),
        Err(_) => Err(BodyError::Unreadable(format!("the {name} body is damaged or ends early"))),
    }
}

/// Finds the events of a body.
///
/// # Errors
/// When the body as a whole cannot be read.
pub fn events(format: Format, bytes: &[u8]) -> Result<Vec<Item<'_>>, BodyError> {
    let text = std::str::from_utf8(bytes).map_err(|_| BodyError::Unreadable("the body is not UTF-8".to_owned()))?;
    match format {
        Format::Json => json(text),
        Format::NdJson => Ok(ndjson(text)),
    }
}

fn json(text: &str) -> Result<Vec<Item<'_>>, BodyError> {
    #[derive(Deserialize)]
    struct Batch<'a> {
        #[serde(borrow)]
        events: Vec<&'a RawValue>,
    }
    const EXPECTED: &str = "expected a JSON object {\"events\": [..]}";
    // Without this check a list would pass for the object's fields in order.
    if !text.trim_start().starts_with('{') {
        return Err(BodyError::Unreadable(EXPECTED.to_owned()));
    }
    let batch: Batch<'_> =
        serde_json::from_str(text).map_err(|error| BodyError::Unreadable(format!("{EXPECTED}: {error}")))?;
    Ok(batch.events.into_iter().map(Ok).collect())
}

fn ndjson(text: &str) -> Vec<Item<'_>> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            serde_json::from_str(line).map_err(|error| {
                FieldError::new("", Code::InvalidJson, format!("expected one JSON object a line: {error}"))
            })
        })
        .collect()
}
