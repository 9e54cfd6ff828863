//! Creating and revoking ingest keys.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::RequireCapability;
use crate::graphql::mutation::directory::checked_text;
use crate::graphql::scalars::DateTime;
use crate::graphql::types::ingest_key::IngestKey;
use async_graphql::{Context, ID, Object, SimpleObject};
use domain::Capability;
use domain::OrgId;
use query::audit::Action;
use query::read::{ingest_keys, organizations};
use query::scope::KeyScope;
use query::scope::PersonScopes as _;
use query::text::{checked_id, id_to_read};
use query::write;
use query::write::ingest_keys::NewKey;
use serde_json::json;

/// A key that was just created.
#[derive(Clone, Debug, SimpleObject)]
pub struct NewIngestKey {
    /// The key.
    pub key: IngestKey,
    /// The producer's bearer token. It is returned only here.
    pub secret: String,
}

/// Creating and revoking ingest keys.
#[derive(Default)]
pub struct IngestKeyMutation;

/// Creating and revoking ingest keys.
#[Object]
impl IngestKeyMutation {
    /// Creates a key that writes to one organization, for an ORG_ADMIN of it and SUPER_ADMIN, or to
    /// all of them, for SUPER_ADMIN. The secret is returned only here; only a keyed hash of it is
    /// stored.
    #[graphql(guard = "RequireCapability(Capability::ManageOrganization)")]
    async fn create_ingest_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The only organization that it may write to; null: every organization.")]
        organization_id: Option<ID>,
        #[graphql(desc = "Its display name.")] name: String,
        #[graphql(desc = "When it expires, in the future; null: never.")] expires_at: Option<DateTime>,
    ) -> Result<NewIngestKey, ApiError> {
        let person = ctx.person()?;
        let org_id = organization_id.map(|id| checked_id("organizationId", id.0)).transpose()?.map(OrgId::from);
        let scope = person.keys(org_id.as_ref())?;
        if let KeyScope::Organization(scope) = &scope
            && organizations::find(ctx.reader(), scope.read()).await?.is_none()
        {
            return Err(ApiError::not_found("organization"));
        }
        let expires_at = expires_at.map(|at| at.0);
        if expires_at.is_some_and(|at| at <= ctx.request().now) {
            return Err(ApiError::bad_input("expiresAt: expected a time in the future"));
        }
        let key = NewKey { name: checked_text("name", name)?, expires_at, created_by: person.sub.clone() };
        let entry = ctx.entry(Action::CreateIngestKey)?.of(scope.org_id()).detail(json!({"name": key.name}));
        let services = &ctx.request().services;
        let made = write::ingest_keys::create(services.store(), services.auth().secret(), &scope, &key, entry).await?;
        let row = ingest_keys::find(ctx.reader(), &scope, &made.key_id).await?;
        let row = row.ok_or(ApiError::not_found("ingest key"))?;
        Ok(NewIngestKey { key: IngestKey::new(row), secret: made.text })
    }

    /// Revokes a key: within seconds, no process accepts it. For an ORG_ADMIN of its organization
    /// and SUPER_ADMIN; a key of the platform for SUPER_ADMIN. A key that is already revoked stays
    /// as it is.
    #[graphql(guard = "RequireCapability(Capability::ManageOrganization)")]
    async fn revoke_ingest_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The public id of the key.")] id: ID,
    ) -> Result<IngestKey, ApiError> {
        let key_id = id_to_read("ingest key", id.0)?;
        let scope = scope_of(ctx, &key_id).await?;
        let entry = ctx.entry(Action::RevokeIngestKey)?.of(scope.org_id());
        let services = &ctx.request().services;
        write::ingest_keys::revoke(services.store(), &scope, &key_id, entry).await?;
        services.auth().keys().forget();
        let row = ingest_keys::find(ctx.reader(), &scope, &key_id).await?;
        Ok(IngestKey::new(row.ok_or(ApiError::not_found("ingest key"))?))
    }
}

/// The scope in which the caller can find the key. Callers cannot learn whether another organization has such
/// a key.
async fn scope_of(ctx: &Context<'_>, key_id: &str) -> Result<KeyScope, ApiError> {
    let person = ctx.person()?;
    let org_id = match &person.org_id {
        Some(org_id) => Some(org_id.clone()),
        None => ingest_keys::owner(ctx.reader(), person.operator()?, key_id).await?,
    };
    let scope = person.keys(org_id.as_ref())?;
    match ingest_keys::find(ctx.reader(), &scope, key_id).await? {
        Some(_) => Ok(scope),
        None => Err(ApiError::not_found("ingest key")),
    }
}
