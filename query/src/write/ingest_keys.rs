//! Creating and revoking ingest keys.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::ingest_secret::IngestSecret;
use crate::installation::Secret;
use crate::read::ingest_keys::is_of;
use crate::scope::KeyScope;
use domain::{Instant, OrgId, UserId};
use entities::ingest_key::{ActiveModel, Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use store::Store;

/// A key to create.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its display name.
    pub name: String,
    /// When it expires; `None` means never.
    pub expires_at: Option<Instant>,
    /// The person who creates it.
    pub created_by: UserId,
}

/// Creates a key; its secret is returned here and never again.
pub async fn create(
    store: &Store,
    secret: &Secret,
    scope: &KeyScope,
    key: &NewKey,
    entry: Entry,
) -> Result<IngestSecret, QueryError> {
    let (made, now) = (IngestSecret::generate(), store.clock().now());
    let tx = store.begin().await?;
    let row = ActiveModel {
        key_id: Set(made.key_id.clone()),
        name: Set(key.name.clone()),
        org_id: Set(scope.org_id().map(OrgId::to_string)),
        secret_hash: Set(IngestSecret::hash(secret, &made.text).to_vec()),
        created_at: Set(now.0),
        expires_at: Set(key.expires_at.map(|at| at.0)),
        created_by: Set(Some(key.created_by.to_string())),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(&tx).await?;
    entry.target(made.key_id.as_str()).write(&tx, now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Revokes a key in the scope, effective now. A key that is already revoked stays as it is.
pub async fn revoke(store: &Store, scope: &KeyScope, key_id: &str, entry: Entry) -> Result<(), QueryError> {
    let now = store.clock().now();
    let tx = store.begin().await?;
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, now.0.into())
        .filter(Column::KeyId.eq(key_id))
        .filter(is_of(scope))
        .filter(Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    if revoked.rows_affected > 0 {
        entry.target(key_id).write(&tx, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
