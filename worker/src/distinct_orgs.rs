//! Which organizations a table knows.
use domain::OrgId;
use sea_orm::FromQueryResult;

/// An organization that a statement tells.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Found {
    org_id: String,
}

impl From<Found> for OrgId {
    fn from(found: Found) -> Self {
        Self::from(found.org_id)
    }
}

/// The statement that hops along the key of `table` from one organization to the next, without
/// reading the rows between them. It names no organization because it asks for them, and locks
/// nothing.
///
/// Where the tables are spread over machines, nothing can hop from one to the next: each reads its
/// own keys.
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

/// Between the organizations that one part of a table tells; no id holds a control character.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// The same of one part of a table on a cluster, as one text; the part stands in it as `%1$s`. Within
/// one can hop.
pub(crate) fn organizations_in_part() -> String {
    organizations_in("%1$s", false).replacen("SELECT org_id FROM hop", "SELECT string_agg(org_id, chr(31)) FROM hop", 1)
}
