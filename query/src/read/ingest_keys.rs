//! Ingest keys, as far as they may be told: never a hash.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::{KeyScope, OperatorScope};
use domain::{Instant, OrgId};
use store::{Row, Sql};

/// The most keys of the list of all.
pub const MOST: usize = 500;
const COLUMNS: &str = "key_id, name, org_id, created_at, last_used_at, revoked_at, expires_at, created_by";

/// A key.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// Its public id.
    pub key_id: String,
    /// What people call it.
    pub name: String,
    /// The only organisation that it may write to; none: all of them.
    pub org_id: Option<OrgId>,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// From when on it is refused.
    pub expires_at: Option<Instant>,
    /// Who created it.
    pub created_by: Option<String>,
}

/// Those that work first, then the newest.
const ORDER: &str = "CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, -created_at, key_id";

/// The first keys of the scope, or those after one of them: those that work first, then the newest.
pub async fn list(
    reader: &Reader,
    scope: &KeyScope,
    limit: usize,
    after: Option<&str>,
) -> Result<Vec<KeyRow>, QueryError> {
    let (mut statement, whose) = match scope {
        KeyScope::Organization(scope) => (Statement::of(scope.read(), ""), "org_id = $1"),
        KeyScope::Platform(_) => (Statement::new(""), "org_id IS NULL"),
    };
    statement.push(&format!("SELECT {COLUMNS} FROM ingest_keys WHERE {whose}"));
    if let Some(after) = after {
        let after = statement.bind(after);
        statement
            .push(&format!(" AND ({ORDER}) > (SELECT {ORDER} FROM ingest_keys WHERE {whose} AND key_id = {after})"));
    }
    statement.push(&format!(" ORDER BY {ORDER} LIMIT {limit}"));
    reader.fetch(scope, statement.into_sql()).await?.iter().map(key_row).collect()
}

/// Every key, those that work first, then the newest.
pub async fn every(reader: &Reader, scope: OperatorScope) -> Result<Vec<KeyRow>, QueryError> {
    let sql = Sql::new(format!("SELECT {COLUMNS} FROM ingest_keys ORDER BY {ORDER} LIMIT {MOST}"));
    reader.fetch(&scope, sql).await?.iter().map(key_row).collect()
}

/// A key of the scope.
pub async fn find(reader: &Reader, scope: &KeyScope, key_id: &str) -> Result<Option<KeyRow>, QueryError> {
    // Whatever the scope, the value that it is compared with is given, so that no key is of two.
    let sql = Sql::new(format!("SELECT {COLUMNS} FROM ingest_keys WHERE key_id = $1 AND COALESCE(org_id, '') = $2"));
    let sql = sql.text(key_id).text(scope.org_id().map_or("", OrgId::as_str));
    reader.fetch(scope, sql).await?.first().map(key_row).transpose()
}

/// The organisation of a key; none where it is the platform's, or there is no such key. Looks across
/// organisations, as the operator may who knows a key by its id alone.
pub async fn owner(reader: &Reader, scope: OperatorScope, key_id: &str) -> Result<Option<OrgId>, QueryError> {
    let sql = Sql::new("SELECT org_id FROM ingest_keys WHERE key_id = $1").text(key_id);
    let rows = reader.fetch(&scope, sql).await?;
    Ok(rows.first().map(|row| row.text_or_null(0)).transpose()?.flatten().map(OrgId::from))
}

fn key_row(row: &Row) -> Result<KeyRow, QueryError> {
    Ok(KeyRow {
        key_id: row.text(0)?.to_owned(),
        name: row.text(1)?.to_owned(),
        org_id: row.text_or_null(2)?.map(OrgId::from),
        created_at: row.instant(3)?,
        last_used_at: row.instant_or_null(4)?,
        revoked_at: row.instant_or_null(5)?,
        expires_at: row.instant_or_null(6)?,
        created_by: row.text_or_null(7)?.map(str::to_owned),
    })
}
