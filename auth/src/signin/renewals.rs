//! This process exchanges each refresh token only once, even if several requests ask for it: all tabs of a
//! browser notice at the same instant that their token has expired, and a provider that rotates refresh
//! tokens issues a new one only to the first request.
use crate::signin::SignIn;
use crate::signin::client::{Renewed, SignInError};
use aws_lc_rs::digest::{SHA256, digest};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Clock, Moment};

/// How long later requests get the same new token.
const KEPT: Duration = Duration::from_secs(30);

type Outcome = Result<Renewed, SignInError>;
type Hash = [u8; 32];

/// The key under which a refresh token is cached; the token itself is not kept.
#[must_use]
pub fn hash(refresh_token: &str) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, refresh_token.as_bytes()).as_ref());
    hash
}

struct Renewal {
    since: Moment,
    outcome: Shared<BoxFuture<'static, Outcome>>,
}

/// The renewals in progress, and recent ones.
pub struct Renewals {
    clock: Clock,
    known: Mutex<HashMap<Hash, Renewal>>,
}

impl Renewals {
    /// An empty cache.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, known: Mutex::default() }
    }

    /// The provider's response to this refresh token, when it arrives.
    ///
    /// # Errors
    /// When it was rejected, or the provider is unavailable.
    pub async fn renew(&self, sign_in: &Arc<SignIn>, refresh_token: &str) -> Outcome {
        let hash = hash(refresh_token);
        let exchange = self.begin(sign_in, hash, refresh_token);
        let outcome = exchange.clone().await;
        if outcome.is_err() {
            // Let the next request try again. It may already have done so by now, and its renewal must not be
            // removed.
            let mut renewals = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if renewals.get(&hash).is_some_and(|renewal| renewal.outcome.ptr_eq(&exchange)) {
                renewals.remove(&hash);
            }
        }
        outcome
    }

    fn begin(&self, sign_in: &Arc<SignIn>, hash: Hash, refresh_token: &str) -> Shared<BoxFuture<'static, Outcome>> {
        let now = self.clock.moment();
        let mut renewals = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        renewals.retain(|_, renewal| now.since(renewal.since) < KEPT);
        if let Some(renewal) = renewals.get(&hash) {
            return renewal.outcome.clone();
        }
        let (sign_in, refresh_token) = (Arc::clone(sign_in), refresh_token.to_owned());
        // The first request may be dropped; by then the provider has already invalidated the refresh token.
        let exchange = tokio::spawn(async move { sign_in.renew(&refresh_token).await });
        let outcome = async move {
            exchange.await.unwrap_or_else(|error| Err(SignInError::Unavailable(format!("the exchange ended: {error}"))))
        };
        let outcome = outcome.boxed().shared();
        renewals.insert(hash, Renewal { since: now, outcome: outcome.clone() });
        outcome
    }
}
