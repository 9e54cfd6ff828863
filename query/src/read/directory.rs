//! Who belongs to an organisation.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::{Instant, Role, UserId};
use std::sync::Arc;
use store::{Row, StoreError};

/// A directory entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub user_id: UserId,
    /// The name that is shown.
    pub name: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// The role.
    pub role: Role,
    /// When the entry was made.
    pub created_at: Instant,
}

const SELECT: &str = "SELECT user_id, name, email, role, created_at FROM org_members WHERE org_id = $1";

/// The entries of those people, or of everybody.
pub async fn members(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
) -> Result<Vec<Member>, QueryError> {
    let mut statement = Statement::of(scope, SELECT);
    if let Some(own) = scope.own() {
        statement.and("user_id =", own.shared());
    }
    if let Some(user_ids) = user_ids {
        statement.and_in("user_id", user_ids);
    }
    reader.fetch(scope, statement.into_sql()).await?.iter().map(member).collect()
}

/// Whether the organisation knows the person, by its directory or by an event.
pub async fn knows(reader: &Reader, scope: &OrgScope, user_id: &UserId) -> Result<bool, QueryError> {
    if !scope.admits(user_id) {
        return Ok(false);
    }
    let sql = "SELECT 1 FROM org_members WHERE org_id = $1 AND user_id = $2
               UNION ALL SELECT 1 FROM org_users WHERE org_id = $1 AND user_id = $2";
    let mut statement = Statement::of(scope, sql);
    statement.bind(user_id.shared());
    Ok(!reader.fetch(scope, statement.into_sql()).await?.is_empty())
}

fn member(row: &Row) -> Result<Member, QueryError> {
    let role = Role::from_code(row.code(3)?);
    Ok(Member {
        user_id: UserId::from(row.text(0)?),
        name: row.text_or_null(1)?.map(str::to_owned),
        email: row.text_or_null(2)?.map(str::to_owned),
        role: role.ok_or_else(|| StoreError::Damaged("a member has an unknown role".to_owned()))?,
        created_at: row.instant(4)?,
    })
}
