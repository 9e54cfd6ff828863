//! A credential of a producer; the secret itself is never stored.
use sea_orm::entity::prelude::*;

/// A credential of a producer; the secret itself is never stored.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ingest_keys")]
pub struct Model {
    /// The key's public id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: String,
    /// Its display name.
    pub name: String,
    /// The only organization that it may write to; null for all of them.
    pub org_id: Option<String>,
    /// HMAC-SHA-256 of the secret, keyed by the installation's secret.
    pub secret_hash: Vec<u8>,
    /// When it was created.
    pub created_at: i64,
    /// When it was last used.
    pub last_used_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// When it expires; null if it never does.
    pub expires_at: Option<i64>,
    /// Who created it: a person's id.
    pub created_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
