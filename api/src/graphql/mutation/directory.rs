//! Writing the directory: organizations and their members.
use crate::error::ApiError;
use crate::graphql::context::ContextExt as _;
use crate::graphql::guard::RequireCapability;
use crate::graphql::types::enums::Role;
use crate::graphql::types::organization::Organization;
use crate::graphql::types::user::{Known, OrganizationUser};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use domain::Capability;
use domain::ids::is_printable;
use domain::{OrgId, UserId};
use query::audit::Action;
use query::read::{directory, organizations};
use query::scope::ManageScope;
use query::scope::PersonScopes as _;
use query::text::checked_id;
use query::write;
use query::write::members::MemberChange;
use serde_json::json;
use std::sync::Arc;

/// The maximum length of a name or an email address, in characters.
const MAX_TEXT: usize = 320;

/// A member's directory entry.
#[derive(Clone, Debug, InputObject)]
pub struct MemberInput {
    /// The person's id, as used in events.
    pub user_id: ID,
    /// The email address; if omitted it is unchanged, null clears it.
    pub email: MaybeUndefined<String>,
    /// The display name; if omitted it is unchanged, null clears it.
    pub display_name: MaybeUndefined<String>,
    /// The role: MEMBER, MANAGER or ORG_ADMIN.
    pub role: Role,
}

/// Writing the directory.
#[derive(Default)]
pub struct DirectoryMutation;

/// Writing the directory.
#[Object]
impl DirectoryMutation {
    /// Registers or renames an organization. For SUPER_ADMIN.
    #[graphql(guard = "RequireCapability(Capability::OperatePlatform)")]
    async fn upsert_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id, as used in events.")] id: ID,
        #[graphql(desc = "Its name, 1 to 320 characters.")] name: String,
    ) -> Result<Organization, ApiError> {
        let scope = ctx.person()?.operator()?;
        let org_id = OrgId::from(checked_id("id", id.0)?);
        let name = checked_text("name", name)?;
        let entry = ctx.entry(Action::UpsertOrganization)?.of(Some(&org_id)).detail(json!({"name": name}));
        write::organizations::upsert(ctx.request().services.store(), scope, &org_id, &name, &entry).await?;
        let scope = ctx.person()?.organization(&org_id)?;
        let row = organizations::find(ctx.reader(), &scope).await?.ok_or(ApiError::not_found("organization"))?;
        Ok(Organization::new(scope, row))
    }

    /// Creates or changes a person's directory entry. For an ORG_ADMIN of the organization and
    /// SUPER_ADMIN. Platform roles cannot be assigned here.
    #[graphql(guard = "RequireCapability(Capability::ManageOrganization)")]
    async fn upsert_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "The new directory entry.")] member: MemberInput,
    ) -> Result<OrganizationUser, ApiError> {
        let scope = manage(ctx, organization_id).await?;
        let role = domain::Role::from(member.role);
        if role.is_platform() {
            return Err(ApiError::bad_input("member.role: expected MEMBER, MANAGER or ORG_ADMIN"));
        }
        let change = MemberChange {
            user_id: UserId::from(checked_id("member.userId", member.user_id.0)?),
            role,
            name: change("member.displayName", member.display_name)?,
            email: change("member.email", member.email)?,
        };
        let entry = ctx.entry(Action::UpsertMember)?.of(Some(scope.org_id())).target(change.user_id.as_str());
        let entry = entry.detail(json!({"role": role.wire()}));
        write::members::upsert(ctx.request().services.store(), &scope, &change, &entry).await?;
        Ok(OrganizationUser::new(scope.read().clone(), change.user_id))
    }

    /// Removes a person from the directory and returns the removed entry. For an ORG_ADMIN of the
    /// organization and SUPER_ADMIN. The person's events are kept.
    #[graphql(guard = "RequireCapability(Capability::ManageOrganization)")]
    async fn remove_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "The person's id.")] user_id: ID,
    ) -> Result<OrganizationUser, ApiError> {
        let scope = manage(ctx, organization_id).await?;
        let user_id = UserId::from(checked_id("userId", user_id.0)?);
        let found = directory::members(ctx.reader(), scope.read(), Some(&[user_id.shared()])).await?;
        let member = found.into_iter().next().ok_or(ApiError::not_found("member"))?;
        let entry = ctx.entry(Action::RemoveMember)?.of(Some(scope.org_id())).target(user_id.as_str());
        if !write::members::remove(ctx.request().services.store(), &scope, &user_id, &entry).await? {
            return Err(ApiError::not_found("member"));
        }
        let known = Known { member: Some(Arc::new(member)), figures: Vec::new() };
        Ok(OrganizationUser::known(scope.read().clone(), user_id, known))
    }
}

pub(super) async fn manage(ctx: &Context<'_>, organization_id: ID) -> Result<ManageScope, ApiError> {
    let scope = ctx.person()?.manage(&OrgId::from(checked_id("organizationId", organization_id.0)?))?;
    match organizations::find(ctx.reader(), scope.read()).await? {
        Some(_) => Ok(scope),
        None => Err(ApiError::not_found("organization")),
    }
}

pub(super) fn checked_text(field: &str, text: String) -> Result<String, ApiError> {
    let fits = !text.trim().is_empty() && text.chars().count() <= MAX_TEXT && is_printable(&text);
    if fits {
        Ok(text)
    } else {
        Err(ApiError::bad_input(format!(
            "{field}: expected 1 to {MAX_TEXT} characters, none of them a control character"
        )))
    }
}

fn change(field: &str, value: MaybeUndefined<String>) -> Result<Option<Option<String>>, ApiError> {
    match value {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(text) => Ok(Some(Some(checked_text(field, text)?))),
    }
}
