//! Tokens that were checked a moment ago: checking a signature costs more than answering a light
//! query. A token is remembered for a minute at most and never beyond its end.
use crate::auth::Person;
use entities::Instant;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long a checked token is believed.
const REMEMBER_MICROS: i64 = 60_000_000;
/// How many tokens are remembered; beyond that the memory starts anew.
const REMEMBER_MOST: usize = 20_000;

/// The hash under which a token is remembered; the token itself is not kept.
pub type TokenHash = [u8; 32];

struct Known {
    until: Instant,
    person: Person,
    end: Instant,
}

/// The tokens that were found valid.
#[derive(Default)]
pub struct TokenMemory {
    known: Mutex<HashMap<TokenHash, Known>>,
}

impl TokenMemory {
    /// The hash of a token.
    #[must_use]
    pub fn hash(token: &str) -> TokenHash {
        Sha256::digest(token.as_bytes()).into()
    }

    /// The person for whom the token was found to speak, and when the token ends.
    #[must_use]
    pub fn recall(&self, hash: &TokenHash, now: Instant) -> Option<(Person, Instant)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(hash).filter(|known| now < known.until).map(|known| (known.person.clone(), known.end))
    }

    /// Remembers a token that is valid until `end`.
    pub fn remember(&self, hash: TokenHash, person: &Person, now: Instant, end: Instant) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBER_MOST {
            known.clear();
        }
        let until = now.plus_micros(REMEMBER_MICROS).min(end);
        known.insert(hash, Known { until, person: person.clone(), end });
    }
}
