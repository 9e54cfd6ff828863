//! Creating and revoking ingest keys.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::ingest_secret::IngestSecret;
use crate::installation::Secret;
use crate::scope::KeyScope;
use domain::{Instant, OrgId, UserId};
use store::{Sql, Store};

/// A key to be.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What people call it.
    pub name: String,
    /// From when on it is refused; none: it has no end.
    pub expires_at: Option<Instant>,
    /// Who creates it.
    pub created_by: UserId,
}

/// Creates a key; its secret is told here and never again.
pub async fn create(
    store: &Store,
    secret: &Secret,
    scope: &KeyScope,
    key: &NewKey,
    entry: Entry,
) -> Result<IngestSecret, QueryError> {
    let (made, now) = (IngestSecret::generate(), store.clock().now());
    let mut tx = store.begin().await?;
    tx.execute(
        Sql::new(
            "INSERT INTO ingest_keys (key_id, name, org_id, secret_hash, created_at, expires_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .text(made.key_id.as_str())
        .text(key.name.as_str())
        .text_or_null(scope.org_id().map(OrgId::as_str))
        .bytes(IngestSecret::hash(secret, &made.text))
        .instant(now)
        .int_or_null(key.expires_at.map(|at| at.0))
        .text(key.created_by.shared()),
    )
    .await?;
    tx.execute(entry.target(made.key_id.as_str()).sql(now)).await?;
    tx.commit().await?;
    Ok(made)
}

/// Revokes a key of the scope, from now on. One that is revoked already stays as it is.
pub async fn revoke(store: &Store, scope: &KeyScope, key_id: &str, entry: Entry) -> Result<(), QueryError> {
    let now = store.clock().now();
    let mut tx = store.begin().await?;
    let sql = Sql::new(
        "UPDATE ingest_keys SET revoked_at = $1
         WHERE key_id = $2 AND COALESCE(org_id, '') = $3 AND revoked_at IS NULL",
    );
    let sql = sql.instant(now).text(key_id).text(scope.org_id().map_or("", OrgId::as_str));
    if tx.execute(sql).await? > 0 {
        tx.execute(entry.target(key_id).sql(now)).await?;
    }
    tx.commit().await?;
    Ok(())
}
