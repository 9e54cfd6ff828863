//! Writing the directory of an organization.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::scope::ManageScope;
use domain::{Role, UserId};
use entities::org_member::Column;
use entities::{org_member, user};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use store::Store;

/// A change to a directory entry.
#[derive(Clone, Debug)]
pub struct MemberChange {
    /// The person.
    pub user_id: UserId,
    /// The role; one that belongs to an organization.
    pub role: Role,
    /// The name; the outer `None` leaves it unchanged.
    pub name: Option<Option<String>>,
    /// The email address; the outer `None` leaves it unchanged.
    pub email: Option<Option<String>>,
}

/// Creates or changes a directory entry.
pub async fn upsert(
    store: &Store,
    scope: &ManageScope,
    change: &MemberChange,
    entry: &Entry,
) -> Result<(), QueryError> {
    let now = store.clock().now();
    let tx = store.begin().await?;
    let person = user::ActiveModel { user_id: Set(change.user_id.to_string()), created_at: Set(now.0) };
    let known = OnConflict::column(user::Column::UserId).do_nothing().to_owned();
    user::Entity::insert(person).on_conflict(known).exec_without_returning(&tx).await?;
    let row = org_member::ActiveModel {
        org_id: Set(scope.org_id().to_string()),
        user_id: Set(change.user_id.to_string()),
        name: Set(change.name.clone().flatten()),
        email: Set(change.email.clone().flatten()),
        role: Set(change.role.code()),
        created_at: Set(now.0),
        ..Default::default()
    };
    let said = [(change.name.is_some(), Column::Name), (change.email.is_some(), Column::Email)];
    let change = OnConflict::columns([Column::OrgId, Column::UserId])
        .update_column(Column::Role)
        .update_columns(said.into_iter().filter_map(|(is_said, column)| is_said.then_some(column)))
        .to_owned();
    org_member::Entity::insert(row).on_conflict(change).exec_without_returning(&tx).await?;
    entry.write(&tx, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a person from the directory and returns whether there was an entry. The person's sessions stay.
pub async fn remove(store: &Store, scope: &ManageScope, user_id: &UserId, entry: &Entry) -> Result<bool, QueryError> {
    let tx = store.begin().await?;
    let gone = org_member::Entity::delete_many()
        .filter(scope.read().holds(Column::OrgId))
        .filter(Column::UserId.eq(user_id.as_str()))
        .exec(&tx)
        .await?;
    if gone.rows_affected == 0 {
        return Ok(false);
    }
    entry.write(&tx, store.clock().now()).await?;
    tx.commit().await?;
    Ok(true)
}
