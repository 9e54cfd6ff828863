//! Registering organizations.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::scope::OperatorScope;
use domain::OrgId;
use entities::org;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use store::Store;

/// Registers an organization, or renames it.
///
/// # Errors
/// INTERNAL for any database error; likewise everywhere in [`crate::write`].
pub async fn upsert(
    store: &Store,
    _scope: OperatorScope,
    org_id: &OrgId,
    name: &str,
    entry: &Entry,
) -> Result<(), QueryError> {
    let now = store.clock().now();
    let tx = store.begin().await?;
    let row = org::ActiveModel { org_id: Set(org_id.to_string()), name: Set(name.to_owned()), created_at: Set(now.0) };
    let rename = OnConflict::column(org::Column::OrgId).update_column(org::Column::Name).to_owned();
    org::Entity::insert(row).on_conflict(rename).exec_without_returning(&tx).await?;
    entry.write(&tx, now).await?;
    tx.commit().await?;
    Ok(())
}
