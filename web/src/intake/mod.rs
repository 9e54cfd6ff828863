//! Bodies on their way in. Who sends one is known before it is read; it has a size, a pace and an end; and
//! all that are in hand share one budget of bytes, in which nobody has more than a share.

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

/// The least room that a body is given at once, in bytes.
const FIRST_ROOM: usize = 4 * 1024;
/// What is longer is read by a thread that may take its time, not by one that answers others, too.
pub const LONG: usize = 64 * 1024;
/// A mark that some programs write before a text; it means nothing in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Takes bodies in; one for a process.
#[derive(Debug)]
pub struct Intake {
    budget: Arc<Budget>,
    arrival: Arrival,
    workshop: Workshop,
}

/// A body that has arrived, and the room that it takes.
#[derive(Debug)]
pub struct Received {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their room, given back when this is dropped.
    pub claim: Claim,
}

impl Intake {
    /// Takes at most so many bytes in hand, which arrive at this pace.
    #[must_use]
    pub fn new(memory_bytes: usize, arrival: Arrival) -> Self {
        Self { budget: Arc::new(Budget::new(memory_bytes)), arrival, workshop: Workshop::of_this_machine() }
    }

    /// Nothing yet, on behalf of this sender.
    #[must_use]
    pub fn claim(&self, sender: &Sender) -> Claim {
        self.budget.open(sender)
    }

    /// The bytes that are in hand.
    #[must_use]
    pub fn in_hand(&self) -> usize {
        self.budget.used()
    }

    /// Where long work is done.
    #[must_use]
    pub const fn workshop(&self) -> &Workshop {
        &self.workshop
    }

    /// Reads a body of at most `limit` bytes. Room is taken as they arrive, whatever was announced.
    ///
    /// # Errors
    /// When it is too long, too slow or breaks off, or there is no room for it.
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
                    // Whoever sends a byte now and then is never waited for, and is slow all the same.
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

/// What a text says behind the mark that may stand before it.
pub fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)
}

/// How long the body says that it is.
fn announced(headers: &HeaderMap, body: &Body) -> Option<usize> {
    let header = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    header.or_else(|| body.size_hint().exact().and_then(|length| usize::try_from(length).ok()))
}

/// Makes room for `more` bytes, twice as much as before while less than `most` is wanted.
pub fn make_room(bytes: &mut Vec<u8>, more: usize, most: usize, claim: &mut Claim) -> Result<(), Full> {
    let (before, needed) = (bytes.capacity(), bytes.len() + more);
    if needed > before {
        let room = (before * 2).max(FIRST_ROOM).min(most).max(needed);
        claim.grow(room - before)?;
        bytes.reserve_exact(room - bytes.len());
    }
    Ok(())
}
