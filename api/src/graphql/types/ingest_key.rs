//! An ingest key.
use crate::error::ApiError;
use crate::graphql::connection::unknown_after;
use crate::graphql::scalars::DateTime;
use async_graphql::{ID, Object};
use domain::OrgId;
use query::ingest_secret::PREFIX;
use query::read::Reader;
use query::read::ingest_keys::{self, KeyRow};
use query::scope::KeyScope;
use query::text::id_to_read;

/// A producer's credential. The secret itself is not stored.
#[derive(Clone, Debug)]
pub struct IngestKey {
    row: KeyRow,
}

impl IngestKey {
    /// The key of this row.
    #[must_use]
    pub const fn new(row: KeyRow) -> Self {
        Self { row }
    }
}

/// A producer's credential. The secret itself is not stored.
#[Object]
impl IngestKey {
    /// Its public id; events that it sends are stored with this id.
    async fn id(&self) -> ID {
        ID::from(self.row.key_id.as_str())
    }

    /// Its display name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// The first characters of its secret, to match a secret to its key.
    async fn prefix(&self) -> String {
        format!("{PREFIX}{}_", self.row.key_id)
    }

    /// The only organization that it may write to; null: every organization.
    async fn organization_id(&self) -> Option<ID> {
        self.row.org_id.as_ref().map(|org_id| ID::from(OrgId::as_str(org_id)))
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// The id of the person who created it; null if unknown.
    async fn created_by_id(&self) -> Option<ID> {
        self.row.created_by.as_deref().map(ID::from)
    }

    /// When it was last used, accurate to about a minute; null: never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.row.last_used_at.map(DateTime)
    }

    /// When it expires; null: never.
    async fn expires_at(&self) -> Option<DateTime> {
        self.row.expires_at.map(DateTime)
    }

    /// When it was revoked; null: it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.row.revoked_at.map(DateTime)
    }
}

/// A page of the keys of the scope.
pub(crate) async fn page(
    reader: &Reader,
    scope: &KeyScope,
    size: usize,
    after: Option<ID>,
) -> Result<Vec<IngestKey>, ApiError> {
    let after = after.map(|id| id_to_read("ingest key", id.0)).transpose()?;
    let rows = ingest_keys::list(reader, scope, size, after.as_deref()).await?;
    if let (true, Some(after)) = (rows.is_empty(), &after)
        && ingest_keys::find(reader, scope, after).await?.is_none()
    {
        return Err(unknown_after("a key"));
    }
    Ok(rows.into_iter().map(IngestKey::new).collect())
}
