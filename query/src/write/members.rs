//! Writing the directory of an organisation.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::scope::ManageScope;
use domain::{Role, UserId};
use store::{Sql, Store};

/// What to say about a member.
#[derive(Clone, Debug)]
pub struct MemberChange {
    /// The person.
    pub user_id: UserId,
    /// The role; one of an organisation.
    pub role: Role,
    /// The name; the outer none leaves it as it is.
    pub name: Option<Option<String>>,
    /// The address; the outer none leaves it as it is.
    pub email: Option<Option<String>>,
}

/// Makes or changes a directory entry.
pub async fn upsert(
    store: &Store,
    scope: &ManageScope,
    change: &MemberChange,
    entry: &Entry,
) -> Result<(), QueryError> {
    let now = store.clock().now();
    let mut set = vec!["role = excluded.role"];
    if change.name.is_some() {
        set.push("name = excluded.name");
    }
    if change.email.is_some() {
        set.push("email = excluded.email");
    }
    let mut tx = store.begin().await?;
    tx.execute(
        Sql::new("INSERT INTO users (user_id, created_at) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING")
            .text(change.user_id.shared())
            .instant(now),
    )
    .await?;
    tx.execute(
        Sql::new(format!(
            "INSERT INTO org_members (org_id, user_id, name, email, role, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (org_id, user_id) DO UPDATE SET {}",
            set.join(", ")
        ))
        .text(scope.org_id().shared())
        .text(change.user_id.shared())
        .text_or_null(change.name.clone().flatten().as_deref())
        .text_or_null(change.email.clone().flatten().as_deref())
        .int(change.role.code())
        .instant(now),
    )
    .await?;
    tx.execute(entry.sql(now)).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a person out of the directory; tells whether there was an entry. What the person did stays.
pub async fn remove(store: &Store, scope: &ManageScope, user_id: &UserId, entry: &Entry) -> Result<bool, QueryError> {
    let mut tx = store.begin().await?;
    let gone = tx
        .execute(
            Sql::new("DELETE FROM org_members WHERE org_id = $1 AND user_id = $2")
                .text(scope.org_id().shared())
                .text(user_id.shared()),
        )
        .await?;
    if gone == 0 {
        return Ok(false);
    }
    tx.execute(entry.sql(store.clock().now())).await?;
    tx.commit().await?;
    Ok(true)
}
