//! From a request's bytes to its events.
use super::batch;
use super::service::Item;
use flate2::bufread::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::Read;
use web::intake::{Claim, Full, make_room, unmarked};

/// The format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `{"events": [..]}`.
    Json,
    /// One event per line.
    NdJson,
}

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Not compressed.
    Identity,
    /// gzip.
    Gzip,
    /// deflate, which is zlib by the book, and without its header by some programs.
    Deflate,
    /// Zstandard.
    Zstd,
}

/// Why a body cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It is larger than allowed, once decompressed.
    TooLarge,
    /// It has more events than allowed.
    TooMany,
    /// There is no memory left for it.
    Full(Full),
    /// It is damaged, or its headers do not match it.
    Unreadable(String),
}

impl From<Full> for BodyError {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

/// The maximum number of members in a gzip body. Each is a separate stream, and an empty one of 20 bytes
/// costs as much to set up as any other.
const MOST_MEMBERS: usize = 64;
/// How many bytes are decompressed at a time.
const STEP: usize = 64 * 1024;

/// Decompresses up to `limit` bytes, claiming memory as they are produced.
///
/// # Errors
/// When the bytes are damaged, decompress to more than `limit` bytes, or there is no memory left.
pub fn unpack(encoding: Encoding, bytes: Vec<u8>, limit: usize, claim: &mut Claim) -> Result<Vec<u8>, BodyError> {
    match encoding {
        Encoding::Identity if bytes.len() > limit => Err(BodyError::TooLarge),
        Encoding::Identity => Ok(bytes),
        Encoding::Gzip => members(&bytes, limit, claim),
        Encoding::Deflate => inflate(&bytes, limit, claim),
        Encoding::Zstd => {
            let mut unpacked = Vec::new();
            let decoder = zstd::stream::read::Decoder::with_buffer(bytes.as_slice());
            let decoder = decoder.map_err(|_| BodyError::Unreadable("the zstd body is corrupt".to_owned()))?;
            read_up_to(decoder, &mut unpacked, limit, "zstd", claim)?;
            Ok(unpacked)
        }
    }
}

/// Decompresses a deflate body. (The reader of the library takes one that is cut off for one that ends.)
fn inflate(bytes: &[u8], limit: usize, claim: &mut Claim) -> Result<Vec<u8>, BodyError> {
    let unreadable = || BodyError::Unreadable("the deflate body is corrupt or truncated".to_owned());
    let mut decoder = Decompress::new(is_zlib(bytes));
    let (mut rest, mut unpacked, mut step) = (bytes, Vec::new(), vec![0; STEP]);
    loop {
        let (read, written) = (decoder.total_in(), decoder.total_out());
        let status = decoder.decompress(rest, &mut step, FlushDecompress::None).map_err(|_| unreadable())?;
        let (read, written) = (decoder.total_in() - read, (decoder.total_out() - written) as usize);
        rest = rest.get(read as usize..).unwrap_or_default();
        if unpacked.len() + written > limit {
            return Err(BodyError::TooLarge);
        }
        make_room(&mut unpacked, written, limit, claim)?;
        unpacked.extend_from_slice(step.get(..written).unwrap_or_default());
        match status {
            Status::StreamEnd if rest.is_empty() => return Ok(unpacked),
            Status::StreamEnd => return Err(unreadable()),
            Status::Ok | Status::BufError if read == 0 && written == 0 => return Err(unreadable()),
            Status::Ok | Status::BufError => {}
        }
    }
}

/// Whether the bytes begin like zlib: with a method, and a checksum over both bytes.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..] if method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]) % 31 == 0)
}

/// Decompresses the members of a gzip body, one after the other.
fn members(bytes: &[u8], limit: usize, claim: &mut Claim) -> Result<Vec<u8>, BodyError> {
    let (mut rest, mut unpacked) = (bytes, Vec::new());
    for _ in 0..MOST_MEMBERS {
        let mut decoder = GzDecoder::new(rest);
        read_up_to(&mut decoder, &mut unpacked, limit, "gzip", claim)?;
        rest = decoder.into_inner();
        if rest.is_empty() {
            return Ok(unpacked);
        }
    }
    Err(BodyError::Unreadable(format!("the gzip body has more than {MOST_MEMBERS} members")))
}

fn read_up_to(
    mut reader: impl Read,
    bytes: &mut Vec<u8>,
    limit: usize,
    name: &str,
    claim: &mut Claim,
) -> Result<(), BodyError> {
    let mut step = vec![0; STEP];
    loop {
        let read = match reader.read(&mut step) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(_) => return Err(BodyError::Unreadable(format!("the {name} body is corrupt or truncated"))),
        };
        if bytes.len() + read > limit {
            return Err(BodyError::TooLarge);
        }
        make_room(bytes, read, limit, claim)?;
        bytes.extend_from_slice(step.get(..read).unwrap_or_default());
    }
}

/// Splits a body into its events, of which there may be at most `most`; one more is not parsed.
///
/// # Errors
/// When the body as a whole cannot be parsed.
pub fn events(format: Format, bytes: &[u8], most: usize) -> Result<Vec<Item<'_>>, BodyError> {
    let text =
        std::str::from_utf8(unmarked(bytes)).map_err(|_| BodyError::Unreadable("the body is not UTF-8".to_owned()))?;
    match format {
        Format::Json => json(text, most),
        Format::NdJson => ndjson(text, most),
    }
}

fn json(text: &str, most: usize) -> Result<Vec<Item<'_>>, BodyError> {
    const EXPECTED: &str = "expected a JSON object {\"events\": [..]}";
    // Without this check, a JSON list would be accepted as the object's fields in order.
    if !text.trim_start().starts_with('{') {
        return Err(BodyError::Unreadable(EXPECTED.to_owned()));
    }
    match batch::read(text, most) {
        Ok(Some(events)) => Ok(events.into_iter().map(Ok).collect()),
        Ok(None) => Err(BodyError::TooMany),
        // Of another form, the JSON library would quote what it found, which may be long.
        Err(error) if error.is_data() => Err(BodyError::Unreadable(EXPECTED.to_owned())),
        Err(error) => Err(BodyError::Unreadable(format!("{EXPECTED}: {error}"))),
    }
}

/// Counts the lines before parsing any of them.
fn ndjson(text: &str, most: usize) -> Result<Vec<Item<'_>>, BodyError> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines().nth(most).is_some() {
        return Err(BodyError::TooMany);
    }
    Ok(lines().map(serde_json::from_str).collect())
}
