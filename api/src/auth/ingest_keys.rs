//! Looking up ingest keys by the hash of their secret, with a memory of a few seconds so that
//! ingest does not ask the store for each request.
use crate::ingest::Producer;
use entities::{Instant, OrgId};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Sql, Store, StoreError};

/// What every secret begins with.
pub const PREFIX: &str = "tgk_";
/// How long an answer is remembered; a revoked key works that much longer at most.
const REMEMBER_MICROS: i64 = 5_000_000;
/// How many answers are remembered; somebody who tries keys at random must not fill memory.
const REMEMBER_MOST: usize = 10_000;

type Hash = [u8; 32];

/// The ingest keys that were asked for lately.
#[derive(Default)]
pub struct IngestKeys {
    known: Mutex<HashMap<Hash, (Instant, Option<Producer>)>>,
}

impl IngestKeys {
    /// The producer to whom the secret belongs; none for unknown and revoked ones.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn find(&self, store: &Store, secret: &str) -> Result<Option<Producer>, StoreError> {
        let hash: Hash = Sha256::digest(secret.as_bytes()).into();
        let now = store.clock().now();
        if let Some((until, producer)) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&hash)
            && now < *until
        {
            return Ok(producer.clone());
        }
        let producer = read(store, hash).await?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBER_MOST {
            known.retain(|_, (until, _)| now < *until);
        }
        if known.len() < REMEMBER_MOST {
            known.insert(hash, (now.plus_micros(REMEMBER_MICROS), producer.clone()));
        }
        Ok(producer)
    }
}

async fn read(store: &Store, hash: Hash) -> Result<Option<Producer>, StoreError> {
    let sql = Sql::new("SELECT key_id, org_id FROM ingest_keys WHERE secret_hash = $1 AND revoked_at IS NULL");
    let rows = store.fetch(sql.bytes(hash)).await?;
    rows.first()
        .map(|row| Ok(Producer { key_id: Arc::from(row.text(0)?), org_id: row.text_or_null(1)?.map(OrgId::from) }))
        .transpose()
}
