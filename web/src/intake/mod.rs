//! Receives request bodies. The sender of a body is known before it is read; bodies have a maximum size, a
//! minimum rate and a deadline, and all of them share one memory budget, of which each sender gets no more
//! than a share.

mod budget;
mod pace;
mod refusal;
mod sender;
mod shape;
mod workshop;

pub use budget::{Claim, Full};
pub use pace::Arrival;
pub use refusal::Unread;
pub use sender::Sender;
pub use shape::values;
pub use workshop::Workshop;

use axum::body::{Body, HttpBody as _};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use budget::Budget;
use futures_util::StreamExt as _;
use pace::Pace;
use std::sync::Arc;
use tokio::time::timeout_at;

/// The smallest buffer for a body, in bytes.
const FIRST_ROOM: usize = 4 * 1024;
/// Longer bodies are parsed on a blocking thread, not on one that serves other requests.
pub const LONG: usize = 64 * 1024;
/// A byte order mark, which some programs write before a text; it means nothing in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Receives bodies; one per process.
#[derive(Debug)]
pub struct Intake {
    budget: Arc<Budget>,
    arrival: Arrival,
    workshop: Workshop,
}

/// A received body, and the memory that it takes.
#[derive(Debug)]
pub struct Received {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its memory, given back when this is dropped.
    pub claim: Claim,
}

impl Intake {
    /// Receives at most `memory_bytes` at once, at this minimum rate.
    #[must_use]
    pub fn new(memory_bytes: usize, arrival: Arrival) -> Self {
        Self { budget: Arc::new(Budget::new(memory_bytes)), arrival, workshop: Workshop::of_this_machine() }
    }

    /// An empty claim for this sender.
    #[must_use]
    pub fn claim(&self, sender: &Sender) -> Claim {
        self.budget.open(sender)
    }

    /// The bytes in use.
    #[must_use]
    pub fn in_hand(&self) -> usize {
        self.budget.used()
    }

    /// Where long-running work is done.
    #[must_use]
    pub const fn workshop(&self) -> &Workshop {
        &self.workshop
    }

    /// Reads a body of at most `limit` bytes. Memory is claimed as they arrive, regardless of the announced
    /// length.
    ///
    /// # Errors
    /// When it is too long, too slow or cut off, or there is no memory left for it.
    pub async fn receive(
        &self,
        sender: &Sender,
        headers: &HeaderMap,
        body: Body,
        limit: usize,
    ) -> Result<Received, Unread> {
        let announced = announced(headers, &body);
        if let Some(told) = announced.filter(|told| *told > limit) {
            return Err(Unread::TooLarge { limit, told: Some(told) });
        }
        let mut claim = self.claim(sender);
        let mut bytes = Vec::new();
        let mut pace = Pace::begin(self.arrival);
        let mut stream = body.into_data_stream();
        loop {
            match timeout_at(pace.until(), stream.next()).await {
                Ok(None) => break,
                Ok(Some(Ok(chunk))) => {
                    if bytes.len() + chunk.len() > limit {
                        return Err(Unread::TooLarge { limit, told: None });
                    }
                    make_room(&mut bytes, chunk.len(), announced.unwrap_or(limit), &mut claim)?;
                    bytes.extend_from_slice(&chunk);
                    pace.came(chunk.len());
                    // A sender that sends single bytes again and again never reaches the timeout, but is slow
                    // all the same.
                    if pace.is_late() {
                        pace.late(&mut claim)?;
                    }
                }
                Ok(Some(Err(error))) => return Err(Unread::BrokeOff(error.to_string())),
                Err(_) => pace.late(&mut claim)?,
            }
        }
        claim.has_arrived();
        Ok(Received { bytes, claim })
    }
}

/// The text without a byte order mark.
pub fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)
}

/// The announced length of the body.
fn announced(headers: &HeaderMap, body: &Body) -> Option<usize> {
    let header = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    header.or_else(|| body.size_hint().exact().and_then(|length| usize::try_from(length).ok()))
}

/// Makes room for `more` bytes, doubling the buffer as long as it is smaller than `most`.
pub fn make_room(bytes: &mut Vec<u8>, more: usize, most: usize, claim: &mut Claim) -> Result<(), Full> {
    let (before, needed) = (bytes.capacity(), bytes.len() + more);
    if needed > before {
        let room = (before * 2).max(FIRST_ROOM).min(most).max(needed);
        claim.grow(room - before)?;
        bytes.reserve_exact(room - bytes.len());
    }
    Ok(())
}
