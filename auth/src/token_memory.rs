//! A cache of tokens that were checked recently: checking a signature costs more than answering a light
//! query. A token is cached for a minute at most, and never beyond its expiry.
use domain::Instant;
use domain::Person;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::{Clock, Moment};

/// How long a checked token is cached.
const REMEMBER: Duration = Duration::from_secs(60);
/// How many tokens are cached; beyond that the cache is cleared.
const REMEMBER_MOST: usize = 20_000;

/// The hash under which a token is cached; the token itself is not kept.
pub type TokenHash = [u8; 32];

struct Known {
    until: Moment,
    person: Person,
    end: Instant,
}

/// The tokens that were found to be valid.
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

    /// The person that the token was found to identify, and when the token expires.
    #[must_use]
    pub fn recall(&self, hash: &TokenHash, clock: &Clock) -> Option<(Person, Instant)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_good = |known: &&Known| clock.moment() < known.until && clock.now() < known.end;
        known.get(hash).filter(is_good).map(|known| (known.person.clone(), known.end))
    }

    /// Caches a token that is valid until `end`.
    pub fn remember(&self, hash: TokenHash, person: &Person, moment: Moment, end: Instant) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBER_MOST {
            known.clear();
        }
        let until = moment.plus(REMEMBER);
        known.insert(hash, Known { until, person: person.clone(), end });
    }
}
