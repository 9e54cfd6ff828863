//! Checks ingest keys, with a cache of a few seconds so that ingestion does not query the store for each
//! request.
use aws_lc_rs::constant_time::verify_slices_are_equal;
use domain::Producer;
use domain::{Instant, OrgId};
use entities::ingest_key::{Column, Entity};
use query::ingest_secret::IngestSecret;
use query::installation::Secret;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Moment, Store, StoreError};

/// How long a result is cached; a key revoked by another process works that much longer.
const REMEMBER: Duration = Duration::from_secs(5);
/// How many results are cached; trying random keys must not fill the memory.
const REMEMBER_MOST: usize = 10_000;
/// How precisely the last use of a key is recorded: one write per minute, not one per request.
const USED_WITHIN_MICROS: i64 = 60_000_000;

type Hash = [u8; 32];
/// The key's producer, and when the key expires.
type Found = Option<(Producer, Option<Instant>)>;

/// The ingest keys that were looked up recently.
pub struct IngestKeys {
    secret: Secret,
    known: Mutex<HashMap<Hash, (Moment, Found)>>,
}

impl IngestKeys {
    /// Keys whose secrets are hashed with the installation's secret.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        Self { secret, known: Mutex::default() }
    }

    /// The producer to whom the secret belongs, and when the key expires; `None` for unknown, revoked and
    /// expired keys.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn find(&self, store: &Store, text: &str) -> Result<Found, StoreError> {
        let Some(key_id) = IngestSecret::key_id(text) else { return Ok(None) };
        let (hash, now) = (IngestSecret::hash(&self.secret, text), store.clock().now());
        let moment = store.clock().moment();
        if let Some((until, found)) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&hash)
            && moment < *until
            && found.as_ref().and_then(|(_, end)| *end).is_none_or(|end| now < end)
        {
            return Ok(found.clone());
        }
        let found = read(store, key_id, &hash, now).await?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBER_MOST {
            known.retain(|_, (until, _)| moment < *until);
        }
        if known.len() < REMEMBER_MOST {
            known.insert(hash, (moment.plus(REMEMBER), found.clone()));
        }
        Ok(found)
    }

    /// Clears the cache, because a key was revoked by this process.
    pub fn forget(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

async fn read(store: &Store, key_id: &str, hash: &Hash, now: Instant) -> Result<Found, StoreError> {
    let found = Entity::find_by_id(key_id).filter(Column::RevokedAt.is_null()).all(store).await?.pop();
    let Some(key) = found else { return Ok(None) };
    let end = key.expires_at.map(Instant);
    if verify_slices_are_equal(&key.secret_hash, hash).is_err() || end.is_some_and(|end| end <= now) {
        return Ok(None);
    }
    if key.last_used_at.map(Instant).is_none_or(|used| used.plus_micros(USED_WITHIN_MICROS) <= now) {
        note_use(store.clone(), Arc::from(key_id), now);
    }
    let producer = Producer { key_id: Arc::from(key_id), org_id: key.org_id.map(OrgId::from) };
    Ok(Some((producer, end)))
}

/// Records the use in the background: the request neither waits for it nor fails with it.
fn note_use(store: Store, key_id: Arc<str>, now: Instant) {
    tokio::spawn(async move {
        let noted = Entity::update_many()
            .col_expr(Column::LastUsedAt, now.0.into())
            .filter(Column::KeyId.eq(&*key_id))
            .filter(Column::LastUsedAt.is_null().or(Column::LastUsedAt.lt(now.0)))
            .exec(&store)
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, %key_id, "cannot record the use of an ingest key");
        }
    });
}
