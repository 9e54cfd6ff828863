//! Organizations by name.
use crate::error::QueryError;
use crate::read::search::contains;
use crate::read::select::any;
use crate::read::{Reader, select};
use crate::scope::{OperatorScope, OrgScope, PlatformScope};
use domain::{Instant, OrgId};
use entities::org;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// An organization's row.
#[derive(Clone, Debug)]
pub struct OrgRow {
    /// Its id.
    pub org_id: OrgId,
    /// Its name.
    pub name: String,
    /// When it was registered or its first event arrived.
    pub created_at: Instant,
}

impl From<org::Model> for OrgRow {
    fn from(stored: org::Model) -> Self {
        Self { org_id: OrgId::from(stored.org_id), name: stored.name, created_at: Instant(stored.created_at) }
    }
}

/// The organization of the scope, if it exists.
pub async fn find(reader: &Reader, scope: &OrgScope) -> Result<Option<OrgRow>, QueryError> {
    let found = org::Entity::find_by_id(scope.org_id().as_str()).all(&reader.scoped(scope)).await?.pop();
    Ok(found.map(OrgRow::from))
}

/// At most `limit` organizations by name and id, after the given one. Crosses organizations, as platform
/// roles may: this is the list from which they choose one.
pub async fn page(
    reader: &Reader,
    scope: &PlatformScope,
    search: Option<&str>,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<OrgRow>, QueryError> {
    let after = after.map(|(name, org_id)| place().gt(Expr::tuple([Expr::val(name), Expr::val(org_id)])));
    let select = org::Entity::find()
        .filter(found_by(search).add_option(after))
        .order_by_asc(org::Column::Name)
        .order_by_asc(org::Column::OrgId);
    let found: Vec<org::Model> = reader.scoped(scope).page(select.as_query(), limit).await?;
    Ok(found.into_iter().map(OrgRow::from).collect())
}

/// Whether [`page`] has any entries up to the given position. Crosses organizations as it does.
pub async fn has_until(
    reader: &Reader,
    scope: &PlatformScope,
    search: Option<&str>,
    (name, org_id): (&str, &str),
) -> Result<bool, QueryError> {
    let until = place().lte(Expr::tuple([Expr::val(name), Expr::val(org_id)]));
    let select = any::<org::Entity>().filter(found_by(search).add(until));
    reader.scoped(scope).exists(select.as_query()).await
}

/// All organizations, by id. Crosses organizations, because a SUPER_ADMIN compares them; only one row per
/// organization is read.
pub async fn all(reader: &Reader, scope: &OperatorScope) -> Result<Vec<OrgRow>, QueryError> {
    let found = org::Entity::find().order_by_asc(org::Column::OrgId).all(&reader.scoped(scope)).await?;
    Ok(found.into_iter().map(OrgRow::from).collect())
}

/// The number of organizations. Crosses organizations, because it counts what [`page`] lists.
pub async fn count(reader: &Reader, scope: &PlatformScope, search: Option<&str>) -> Result<i64, QueryError> {
    let select = org::Entity::find().select_only().expr_as(select::count(), "number").filter(found_by(search));
    reader.scoped(scope).number(select.as_query()).await
}

/// The sort key of [`page`].
fn place() -> Expr {
    Expr::tuple([org::Column::Name.into_expr(), org::Column::OrgId.into_expr()])
}

fn found_by(search: Option<&str>) -> Condition {
    let search = search.filter(|search| !search.is_empty());
    Condition::all().add_option(search.map(|search| contains([org::Column::OrgId, org::Column::Name], search)))
}
