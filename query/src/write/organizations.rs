//! Registering organisations.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::scope::OperatorScope;
use domain::OrgId;
use store::{Sql, Store};

/// Registers an organisation, or renames it.
///
/// # Errors
/// INTERNAL, with whatever the database says; likewise everywhere in [`crate::write`].
pub async fn upsert(
    store: &Store,
    _scope: OperatorScope,
    org_id: &OrgId,
    name: &str,
    entry: &Entry,
) -> Result<(), QueryError> {
    let now = store.clock().now();
    let mut tx = store.begin().await?;
    tx.execute(
        Sql::new(
            "INSERT INTO orgs (org_id, name, created_at) VALUES ($1, $2, $3)
                 ON CONFLICT (org_id) DO UPDATE SET name = excluded.name",
        )
        .text(org_id.shared())
        .text(name)
        .instant(now),
    )
    .await?;
    tx.execute(entry.sql(now)).await?;
    tx.commit().await?;
    Ok(())
}
