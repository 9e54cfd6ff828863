//! The people who belong to an organization.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{any, is_one_of};
use crate::scope::OrgScope;
use domain::{Instant, Role, UserId};
use entities::{org_member, org_user};
use sea_orm::sea_query::UnionType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};
use std::sync::Arc;
use store::StoreError;

/// A directory entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub user_id: UserId,
    /// The display name.
    pub name: Option<String>,
    /// The email address.
    pub email: Option<String>,
    /// The role.
    pub role: Role,
    /// When the entry was created.
    pub created_at: Instant,
}

impl TryFrom<org_member::Model> for Member {
    type Error = QueryError;

    fn try_from(stored: org_member::Model) -> Result<Self, QueryError> {
        let role = Role::from_code(stored.role);
        Ok(Self {
            user_id: UserId::from(stored.user_id),
            name: stored.name,
            email: stored.email,
            role: role.ok_or_else(|| StoreError::Damaged("a member has an unknown role".to_owned()))?,
            created_at: Instant(stored.created_at),
        })
    }
}

/// The entries of these people, or of everyone.
pub async fn members(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
) -> Result<Vec<Member>, QueryError> {
    use org_member::{Column, Entity};
    let who = user_ids.map(|user_ids| is_one_of(Column::UserId, user_ids));
    let conditions = scope.admits_row(Column::OrgId, Column::UserId).add_option(who);
    let found = Entity::find().filter(conditions).all(&reader.scoped(scope)).await?;
    found.into_iter().map(Member::try_from).collect()
}

/// Whether the organization knows the person, from its directory or from an event.
pub async fn knows(reader: &Reader, scope: &OrgScope, user_id: &UserId) -> Result<bool, QueryError> {
    if !scope.admits(user_id) {
        return Ok(false);
    }
    let entry = any::<org_member::Entity>()
        .filter(scope.holds(org_member::Column::OrgId))
        .filter(org_member::Column::UserId.eq(user_id.as_str()));
    let named = any::<org_user::Entity>()
        .filter(scope.holds(org_user::Column::OrgId))
        .filter(org_user::Column::UserId.eq(user_id.as_str()));
    let either = entry.into_query().union(UnionType::All, named.into_query()).to_owned();
    reader.scoped(scope).exists(&either).await
}
