//! Ingest keys, without their hashes.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::{columns, literal, value_of};
use crate::scope::{KeyScope, OperatorScope, RowScoped};
use domain::{Instant, OrgId};
use entities::ingest_key::{Column, Entity};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Func, Order};
use sea_orm::{ColumnTrait, DerivePartialModel, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

/// The maximum number of keys in the list of all.
pub const MOST: usize = 500;

/// A key.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// Its public id.
    pub key_id: String,
    /// Its display name.
    pub name: String,
    /// The only organization that it may write to; `None` means all of them.
    pub org_id: Option<OrgId>,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// When it expires.
    pub expires_at: Option<Instant>,
    /// Who created it.
    pub created_by: Option<String>,
}

/// A key as stored.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Stored {
    key_id: String,
    name: String,
    org_id: Option<String>,
    created_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
    expires_at: Option<i64>,
    created_by: Option<String>,
}

impl From<Stored> for KeyRow {
    fn from(stored: Stored) -> Self {
        Self {
            key_id: stored.key_id,
            name: stored.name,
            org_id: stored.org_id.map(OrgId::from),
            created_at: Instant(stored.created_at),
            last_used_at: stored.last_used_at.map(Instant),
            revoked_at: stored.revoked_at.map(Instant),
            expires_at: stored.expires_at.map(Instant),
            created_by: stored.created_by,
        }
    }
}

/// Keys that are not revoked first, then the newest.
fn order() -> [Expr; 3] {
    let revoked = Expr::case(Column::RevokedAt.is_null(), literal(0)).finally(literal(1));
    [revoked.into(), Expr::cust("-created_at"), Column::KeyId.into_expr()]
}

/// The first keys of the scope, or those after a given one. Keys that are not revoked come first, then the
/// newest.
pub async fn list(
    reader: &Reader,
    scope: &KeyScope,
    limit: usize,
    after: Option<&str>,
) -> Result<Vec<KeyRow>, QueryError> {
    let whose = || match scope.org_id() {
        Some(org_id) => Column::OrgId.eq(org_id.as_str()),
        None => Column::OrgId.is_null(),
    };
    let after = after.map(|after| {
        let place = Entity::find().select_only().exprs(order()).filter(whose()).filter(Column::KeyId.eq(after));
        Expr::tuple(order()).gt(value_of(place.into_query()))
    });
    let keys = columns::<Entity, Stored>().filter(whose()).filter(Condition::all().add_option(after));
    load(reader, scope, keys, limit).await
}

/// All keys. Keys that are not revoked come first, then the newest.
pub async fn every(reader: &Reader, scope: OperatorScope) -> Result<Vec<KeyRow>, QueryError> {
    load(reader, &scope, columns::<Entity, Stored>(), MOST).await
}

async fn load<S: RowScoped>(
    reader: &Reader,
    scope: &S,
    keys: Select<Entity>,
    limit: usize,
) -> Result<Vec<KeyRow>, QueryError> {
    let mut select = keys.into_query();
    for expression in order() {
        select.order_by_expr(expression, Order::Asc);
    }
    let found: Vec<Stored> = reader.scoped(scope).page(&select, limit).await?;
    Ok(found.into_iter().map(KeyRow::from).collect())
}

/// A key in the scope.
pub async fn find(reader: &Reader, scope: &KeyScope, key_id: &str) -> Result<Option<KeyRow>, QueryError> {
    let found = Entity::find_by_id(key_id)
        .filter(is_of(scope))
        .into_partial_model::<Stored>()
        .all(&reader.scoped(scope))
        .await?;
    Ok(found.into_iter().next().map(KeyRow::from))
}

/// Whether a key is in the scope. Each key is compared with a single value, whatever the scope, so that no
/// key is in two scopes.
pub(crate) fn is_of(scope: &KeyScope) -> Expr {
    let org_id = Func::coalesce([Column::OrgId.into_expr(), literal("")]);
    Expr::from(org_id).eq(scope.org_id().map_or("", OrgId::as_str))
}

/// The owner of a key.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Owner {
    org_id: Option<String>,
}

/// The organization of a key; `None` if the key is the platform's or does not exist. Crosses organizations,
/// because an operator may know a key by its id alone.
pub async fn owner(reader: &Reader, scope: OperatorScope, key_id: &str) -> Result<Option<OrgId>, QueryError> {
    let mut found = Entity::find_by_id(key_id).into_partial_model::<Owner>().all(&reader.scoped(&scope)).await?;
    Ok(found.pop().and_then(|owner| owner.org_id).map(OrgId::from))
}
