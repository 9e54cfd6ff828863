//! Which organizations have rows in a table.
use domain::OrgId;
use sea_orm::FromQueryResult;

/// An organization returned by a statement.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Found {
    org_id: String,
}

impl From<Found> for OrgId {
    fn from(found: Found) -> Self {
        Self::from(found.org_id)
    }
}

/// The statement that hops along the key of `table` from one organization to the next, without reading the
/// rows between them. It is not restricted to an organization because it lists them, and it locks nothing.
///
/// Where the tables are sharded, it cannot hop from one to the next: each shard reads its own keys.
pub(crate) fn organizations_in(table: &str, distributed: bool) -> String {
    if distributed {
        return format!("SELECT DISTINCT org_id FROM {table} ORDER BY org_id");
    }
    format!(
        "WITH RECURSIVE hop(org_id) AS (
            SELECT (SELECT min(org_id) FROM {table})
            UNION ALL
            SELECT (SELECT min(t.org_id) FROM {table} t WHERE t.org_id > hop.org_id)
            FROM hop WHERE hop.org_id IS NOT NULL
         ) SELECT org_id FROM hop WHERE org_id IS NOT NULL"
    )
}

/// Separates the organizations returned by one shard; ids cannot contain control characters.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// The same for one shard of a table on a cluster, as one text; the shard's name replaces `%1$s`. Within one
/// shard, hopping works.
pub(crate) fn organizations_in_part() -> String {
    organizations_in("%1$s", false).replacen("SELECT org_id FROM hop", "SELECT string_agg(org_id, chr(31)) FROM hop", 1)
}
