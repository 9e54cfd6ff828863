//! Organisations by name.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::{OperatorScope, OrgScope, PlatformScope};
use domain::{Instant, OrgId};
use store::Row;

/// An organisation's own row.
#[derive(Clone, Debug)]
pub struct OrgRow {
    /// Its id.
    pub org_id: OrgId,
    /// Its name.
    pub name: String,
    /// When it was registered or first heard of.
    pub created_at: Instant,
}

/// The organisation of the scope, if there is one.
pub async fn find(reader: &Reader, scope: &OrgScope) -> Result<Option<OrgRow>, QueryError> {
    let statement = Statement::of(scope, "SELECT org_id, name, created_at FROM orgs WHERE org_id = $1");
    reader.fetch(scope, statement.into_sql()).await?.first().map(org_row).transpose()
}

/// At most `limit` organisations by name and id, after the given one. Looks across organisations, as
/// platform roles may: their list of organisations is how they choose one to enter.
pub async fn page(
    reader: &Reader,
    scope: &PlatformScope,
    search: Option<&str>,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<OrgRow>, QueryError> {
    let mut statement = Statement::new("SELECT org_id, name, created_at FROM orgs WHERE 1 = 1");
    filter(&mut statement, search);
    if let Some((name, org_id)) = after {
        let (name, org_id) = (statement.bind(name), statement.bind(org_id));
        statement.push(&format!(" AND (name, org_id) > ({name}, {org_id})"));
    }
    statement.push(&format!(" ORDER BY name, org_id LIMIT {limit}"));
    reader.fetch(scope, statement.into_sql()).await?.iter().map(org_row).collect()
}

/// Whether [`page`] lists anything up to the given place. Looks across organisations as it does.
pub async fn has_until(
    reader: &Reader,
    scope: &PlatformScope,
    search: Option<&str>,
    (name, org_id): (&str, &str),
) -> Result<bool, QueryError> {
    let mut statement = Statement::new("SELECT 1 FROM orgs WHERE 1 = 1");
    filter(&mut statement, search);
    let (name, org_id) = (statement.bind(name), statement.bind(org_id));
    statement.push(&format!(" AND (name, org_id) <= ({name}, {org_id}) LIMIT 1"));
    Ok(!reader.fetch(scope, statement.into_sql()).await?.is_empty())
}

/// All organisations, by id. Looks across organisations, because a SUPER_ADMIN compares them; a row each is all
/// that is read.
pub async fn all(reader: &Reader, scope: &OperatorScope) -> Result<Vec<OrgRow>, QueryError> {
    let rows = reader.fetch(scope, "SELECT org_id, name, created_at FROM orgs ORDER BY org_id").await?;
    rows.iter().map(org_row).collect()
}

/// How many organisations there are. Looks across organisations, because it counts what [`page`] lists.
pub async fn count(reader: &Reader, scope: &PlatformScope, search: Option<&str>) -> Result<i64, QueryError> {
    let mut statement = Statement::new("SELECT COUNT(*) FROM orgs WHERE 1 = 1");
    filter(&mut statement, search);
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0))
}

fn filter(statement: &mut Statement, search: Option<&str>) {
    if let Some(search) = search.filter(|search| !search.is_empty()) {
        statement.and_contains(&["org_id", "name"], search);
    }
}

fn org_row(row: &Row) -> Result<OrgRow, QueryError> {
    Ok(OrgRow { org_id: OrgId::from(row.text(0)?), name: row.text(1)?.to_owned(), created_at: row.instant(2)? })
}
